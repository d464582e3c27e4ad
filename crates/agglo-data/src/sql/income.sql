-- Population, personal income and income per head by area and year, from 2000.
select
  i.region as area,
  cast(i.year as bigint) as year,
  i.population,
  i.personal_income_kusd,
  i.income_per_head_usd
from bea_income i
where i.year >= 2000 and i.status = 'disclosed' and (i.region = '00000' or i.region in (
    select m.bea_region from bea_members m join places on places.region = m.region
  ))
order by 1, 2

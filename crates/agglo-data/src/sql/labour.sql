-- Labour force and unemployed by county and year, from 2000; rows that the publisher lacks are left out.
select
  l.region,
  cast(l.year as bigint) as year,
  l.labor_force as labour_force,
  l.unemployed
from laus l
join places on places.region = l.region
where l.year >= 2000 and l.labor_force is not null and l.unemployed is not null
order by 1, 2

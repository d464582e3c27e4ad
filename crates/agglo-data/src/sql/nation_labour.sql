-- Labour force and unemployed of the nation by year, from 2000: the sum of the counties of the 50 states and
-- the District of Columbia in the codes of each year, and how many of them lack a figure.
select
  cast(l.year as bigint) as year,
  sum(l.labor_force) as labour_force,
  sum(l.unemployed) as unemployed,
  sum(case when l.labor_force is null or l.unemployed is null then 1 else 0 end) as lacking
from laus l
where l.year >= 2000 and l.region < '57'
group by l.year
order by 1

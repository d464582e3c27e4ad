-- Which area of the jobs and income tables each county lies in, with the area's name.
select m.region, m.bea_region as area, r.name
from bea_members m
join places on places.region = m.region
join bea_regions r on r.region = m.bea_region
order by m.region

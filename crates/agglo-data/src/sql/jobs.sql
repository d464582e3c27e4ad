-- Jobs of 2001-2022 by area and line: the total, wage and salary jobs, farm, the private sectors,
-- government. Areas: counties, the publisher's combinations of counties, the nation; no states.
select
  j.region as area,
  cast(j.line as bigint) as line,
  cast(j.year as bigint) as year,
  j.jobs,
  j.jobs_status as status
from bea_jobs j
where (j.region = '00000' or j.region in (
    select m.bea_region from bea_members m join places on places.region = m.region
  ))
  and (j.line in (10, 20, 70, 2000) or j.line between 100 and 1900)
order by 1, 2, 3

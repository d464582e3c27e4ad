-- Private jobs, establishments and pay of the nation in 2016: establishments are counted, jobs and pay lie
-- in the interval that all published quotients of counties leave open.
select
  naics as industry,
  cast(level as bigint) as level,
  cast(cast(establishments as double) * 4.0 + 0.5 as bigint) as establishments_quarters,
  cast(cast(employment_lo as double) * 12.0 as bigint) as employment_months_low,
  cast(cast(employment_hi as double) * 12.0 + 1.0 as bigint) as employment_months_high,
  cast(cast(wages_usd_lo as double) as bigint) as wages_usd_low,
  cast(cast(wages_usd_hi as double) + 1.0 as bigint) as wages_usd_high
from qcew_us_2016
order by naics

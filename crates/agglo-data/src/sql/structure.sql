-- Private jobs, establishments and pay of 2016 by county and industry.
-- Whole numbers where the publisher counts whole things: establishments of four quarters, jobs of twelve
-- months, dollars. A quarter without an establishment prints no months: nothing worked there, so 0.
-- Where only some quarters are printed, their months are a lower end of the year (known_months).
with months as (
  select
    region,
    naics,
    coalesce(m01, 0) + coalesce(m02, 0) + coalesce(m03, 0) + coalesce(m04, 0) + coalesce(m05, 0)
      + coalesce(m06, 0) + coalesce(m07, 0) + coalesce(m08, 0) + coalesce(m09, 0) + coalesce(m10, 0)
      + coalesce(m11, 0) + coalesce(m12, 0) as total,
    least(
      coalesce(m01, 0), coalesce(m02, 0), coalesce(m03, 0), coalesce(m04, 0), coalesce(m05, 0),
      coalesce(m06, 0), coalesce(m07, 0), coalesce(m08, 0), coalesce(m09, 0), coalesce(m10, 0),
      coalesce(m11, 0), coalesce(m12, 0)
    ) as lowest,
    greatest(
      coalesce(m01, 0), coalesce(m02, 0), coalesce(m03, 0), coalesce(m04, 0), coalesce(m05, 0),
      coalesce(m06, 0), coalesce(m07, 0), coalesce(m08, 0), coalesce(m09, 0), coalesce(m10, 0),
      coalesce(m11, 0), coalesce(m12, 0)
    ) as highest
  from qcew_county_monthly
  where own = '5' and year = 2016
)
select
  q.region,
  q.naics as industry,
  q.level,
  q.employment_status as status,
  cast(cast(q.establishments as double) * 4.0 + 0.5 as bigint) as establishments_quarters,
  case
    when q.employment_status <> 'disclosed' then null
    when months.total is not null then months.total
    else cast(cast(q.employment as double) * 12.0 + 0.5 as bigint)
  end as employment_months,
  case when q.employment_status = 'partial' then months.total end as known_months,
  case when q.employment_status = 'disclosed' then cast(q.wages_usd + 0.5 as bigint) end as wages_usd,
  case when q.employment_status = 'disclosed' then months.lowest end as lowest_month,
  case when q.employment_status = 'disclosed' then months.highest end as highest_month
from qcew_county q
join places on places.region = q.region
left join months on months.region = q.region and months.naics = q.naics
where q.own = '5' and q.year = 2016 and q.employment_status <> 'absent'
order by q.region, q.naics

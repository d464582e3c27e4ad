-- Sums beside those of the same group a year before, whatever the length of a period: 2019 beside 2018, 2019Q1 beside
-- 2018Q1. A group without a row a year before has no change: whether that was nothing is the publisher's rule to say.
with part as (
  select
    region,
    industry,
    period,
    cast(cast(try_cast(substr(period, 1, 4) as bigint) - 1 as varchar) || substr(period, 5) as varchar) as before,
    sum(value) as known,
    case when count(low) = count(*) then sum(low) end as low,
    case when count(high) = count(*) then sum(high) end as high
  from cells
  group by region, industry, period
),
earlier as (
  select
    region,
    industry,
    cast(period as varchar) as period,
    case when count(low) = count(*) then sum(low) end as low,
    case when count(high) = count(*) then sum(high) end as high
  from cells
  group by region, industry, period
)
select
  part.region,
  part.industry,
  part.period,
  part.low,
  part.high,
  earlier.low as before_low,
  earlier.high as before_high,
  part.low - earlier.high as change_low,
  part.high - earlier.low as change_high
from part
left join earlier
  on earlier.region = part.region
  and earlier.industry = part.industry
  and earlier.period = part.before
order by part.region, part.industry, part.period

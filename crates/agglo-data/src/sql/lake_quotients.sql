-- The four counts of every location quotient: the industry in the region, all industries in the region, the industry
-- everywhere, all industries everywhere. A region's total is the row of all industries where it is published, else the
-- sum of its industries; a cell cannot be more than what its region's total leaves beside the least of all others.
with part as (
  select
    region,
    industry,
    period,
    is_total,
    case when count(low) = count(*) then sum(low) end as low,
    case when count(high) = count(*) then sum(high) end as high
  from cells
  group by region, industry, period, is_total
),
of_region as (
  select
    region,
    industry,
    period,
    is_total,
    low,
    high,
    row_number() over (partition by region, period order by industry, is_total) as place,
    sum(case when is_total then low end) over (partition by region, period) as total_low,
    sum(case when is_total then high end) over (partition by region, period) as total_high,
    sum(case when is_total then null else low end) over (partition by region, period) as parts_low,
    sum(case when is_total then null else high end) over (partition by region, period) as parts_high,
    sum(case when not is_total and low is null then 1 else 0 end) over (partition by region, period) as without_low,
    sum(case when not is_total and high is null then 1 else 0 end) over (partition by region, period) as without_high
  from part
),
bounded as (
  select
    region,
    industry,
    period,
    is_total,
    place,
    low,
    case
      when high is not null or is_total or without_low > 0 then high
      else greatest(low, total_high - (parts_low - low))
    end as high,
    case
      when total_low is not null then total_low
      when without_low = 0 then parts_low
    end as region_low,
    case
      when total_high is not null then total_high
      when total_low is null and without_high = 0 then parts_high
    end as region_high
  from of_region
),
everywhere as (
  select
    region,
    industry,
    period,
    is_total,
    low,
    high,
    region_low,
    region_high,
    sum(low) over (partition by industry, period) as industry_low,
    sum(high) over (partition by industry, period) as industry_high,
    sum(case when low is null then 1 else 0 end) over (partition by industry, period) as industry_without_low,
    sum(case when high is null then 1 else 0 end) over (partition by industry, period) as industry_without_high,
    sum(case when place = 1 then region_low end) over (partition by period) as reference_low,
    sum(case when place = 1 then region_high end) over (partition by period) as reference_high,
    sum(case when place = 1 and region_low is null then 1 else 0 end) over (partition by period)
      as reference_without_low,
    sum(case when place = 1 and region_high is null then 1 else 0 end) over (partition by period)
      as reference_without_high
  from bounded
)
select
  region,
  industry,
  period,
  low,
  high,
  region_low,
  region_high,
  case when industry_without_low = 0 then industry_low end as industry_low,
  case when industry_without_high = 0 then industry_high end as industry_high,
  case when reference_without_low = 0 then reference_low end as reference_low,
  case when reference_without_high = 0 then reference_high end as reference_high
from everywhere
where not is_total
order by region, industry, period

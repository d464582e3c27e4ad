-- Private jobs, establishments and pay of 2016 in the areas that make up the nation: a state where its file
-- is at hand, else its counties and the establishments whose county is unknown. Columns as in structure.sql.
with states as (
  select region, naics, level, employment_status, establishments, employment, wages_usd
  from qcew_state
  where own = '5' and year = 2016 and region < '57'
),
held as (
  select distinct substr(region, 1, 2) as state from states
),
areas as (
  select region, naics, level, employment_status, establishments, employment, wages_usd from states
  union all
  select c.region, c.naics, c.level, c.employment_status, c.establishments, c.employment, c.wages_usd
  from qcew_county c
  left join held on held.state = substr(c.region, 1, 2)
  where held.state is null and c.own = '5' and c.year = 2016 and c.region < '57'
)
select
  region,
  naics as industry,
  level,
  cast(cast(establishments as double) * 4.0 + 0.5 as bigint) as establishments_quarters,
  case
    when employment_status = 'disclosed' then cast(cast(employment as double) * 12.0 + 0.5 as bigint)
  end as employment_months,
  cast(null as bigint) as known_months,
  case when employment_status = 'disclosed' then cast(wages_usd + 0.5 as bigint) end as wages_usd,
  cast(null as bigint) as lowest_month,
  cast(null as bigint) as highest_month
from areas
where employment_status <> 'absent'
order by region, industry

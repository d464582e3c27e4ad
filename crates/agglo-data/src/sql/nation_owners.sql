-- All owners and industries of the nation in 2016: every area of the 50 states and the District of
-- Columbia, the establishments whose county is unknown included. All of them are published.
select
  sum(cast(cast(q.establishments as double) * 4.0 + 0.5 as bigint)) as establishments_quarters,
  sum(m.m01 + m.m02 + m.m03 + m.m04 + m.m05 + m.m06 + m.m07 + m.m08 + m.m09 + m.m10 + m.m11 + m.m12)
    as employment_months,
  sum(cast(q.wages_usd + 0.5 as bigint)) as wages_usd
from qcew_county q
join qcew_county_monthly m
  on m.region = q.region and m.own = q.own and m.naics = q.naics and m.year = q.year
where q.own = '0' and q.naics = '10' and q.year = 2016 and q.region < '57'

-- All industries of 2016 by county and owner: 0 all, 1 federal, 2 state, 3 local government.
select
  q.region,
  q.own,
  q.employment_status as status,
  cast(cast(q.establishments as double) * 4.0 + 0.5 as bigint) as establishments_quarters,
  case
    when q.employment_status <> 'disclosed' then null
    when m.region is not null
      then m.m01 + m.m02 + m.m03 + m.m04 + m.m05 + m.m06 + m.m07 + m.m08 + m.m09 + m.m10 + m.m11 + m.m12
    else cast(cast(q.employment as double) * 12.0 + 0.5 as bigint)
  end as employment_months,
  case when q.employment_status = 'disclosed' then cast(q.wages_usd + 0.5 as bigint) end as wages_usd
from qcew_county q
join places on places.region = q.region
left join qcew_county_monthly m
  on m.region = q.region and m.own = q.own and m.naics = q.naics and m.year = q.year
where q.own in ('0', '1', '2', '3') and q.naics = '10' and q.year = 2016
order by q.region, q.own

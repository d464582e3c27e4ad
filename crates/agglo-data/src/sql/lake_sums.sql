-- What is known of each group: how many cells of which status, the sum of what is published, and the least and the
-- most that the whole can be. A group with a cell of which nothing bounds the figure has no most.
select
  region,
  industry,
  period,
  count(*) as cells,
  sum(case when status in ('disclosed', 'zero') then 1 else 0 end) as disclosed,
  sum(case when status = 'provisional' then 1 else 0 end) as provisional,
  sum(case when status = 'estimated' then 1 else 0 end) as estimated,
  sum(case when status = 'withheld' then 1 else 0 end) as withheld,
  sum(case when status in ('disclosed', 'zero', 'provisional', 'estimated', 'withheld') then 0 else 1 end) as missing,
  sum(value) as known,
  case when count(low) = count(*) then sum(low) end as low,
  case when count(high) = count(*) then sum(high) end as high
from cells
group by region, industry, period
order by region, industry, period

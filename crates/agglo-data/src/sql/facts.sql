-- Facts about places whose source may be published with the product.
select f.region, f.element as fact, case when f.status = 'missing' then null else cast(nullif(f.value, '') as double) end as value
from element_facts f
join element_sources s on s.source_id = f.source_id
join places on places.region = f.region
where s.publish like 'yes%'
order by f.element, f.region

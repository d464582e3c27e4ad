-- Establishments and jobs of sectors and four-digit industries, 2017-2021, one row per county and industry.
-- No establishments in a year: no row was published, so unknown. Establishments and no jobs: hidden.
select
  c.region,
  c.naics as industry,
  max(case when c.year = 2017 then c.establishments end) as establishments_2017,
  max(case when c.year = 2018 then c.establishments end) as establishments_2018,
  max(case when c.year = 2019 then c.establishments end) as establishments_2019,
  max(case when c.year = 2020 then c.establishments end) as establishments_2020,
  max(case when c.year = 2021 then c.establishments end) as establishments_2021,
  max(case when c.year = 2017 then c.employment end) as employment_2017,
  max(case when c.year = 2018 then c.employment end) as employment_2018,
  max(case when c.year = 2019 then c.employment end) as employment_2019,
  max(case when c.year = 2020 then c.employment end) as employment_2020,
  max(case when c.year = 2021 then c.employment end) as employment_2021
from cbp_county c
join places on places.region = c.region
where c.level in (2, 4) and c.year between 2017 and 2021
group by c.region, c.naics
order by c.region, c.naics

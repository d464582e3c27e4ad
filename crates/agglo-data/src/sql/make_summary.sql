-- Value of what each sector of the nation makes of each commodity, one column a commodity: 71 sectors.
select * from io_make_summary
order by code

-- Value of what each industry of the nation makes of each commodity, one column a commodity.
select * from io_make
order by code

CREATE TABLE of_the_start (id int);

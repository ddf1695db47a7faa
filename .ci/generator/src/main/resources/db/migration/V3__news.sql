CREATE TABLE news (title text NOT NULL);

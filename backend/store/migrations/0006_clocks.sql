-- A series of metered quantities says what they are counted from, one of acts of
-- use that were denied says why. vhash stands for them too where there are any.
ALTER TABLE series ADD COLUMN clock TEXT NOT NULL DEFAULT '';
ALTER TABLE series ADD COLUMN reason TEXT NOT NULL DEFAULT '';

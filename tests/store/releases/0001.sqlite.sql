CREATE TABLE absence (
	technician_id VARCHAR(200) NOT NULL, 
	starts VARCHAR(27) NOT NULL, 
	ends VARCHAR(27) NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (technician_id, starts)
);
CREATE TABLE depot (
	depot_id VARCHAR(200) NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (depot_id)
);
CREATE TABLE event (
	event_id INTEGER NOT NULL, 
	client_uuid VARCHAR(200) NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	type VARCHAR(50) NOT NULL, 
	request_id VARCHAR(200), 
	technician_id VARCHAR(200), 
	body TEXT NOT NULL, 
	PRIMARY KEY (event_id), 
	UNIQUE (client_uuid)
);
CREATE INDEX ix_event_at ON event (at);
CREATE INDEX ix_event_request_id ON event (request_id);
CREATE TABLE job (
	number INTEGER NOT NULL, 
	job_id VARCHAR(200) NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	time_limit_s FLOAT NOT NULL, 
	seed INTEGER NOT NULL, 
	actor VARCHAR(200) NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	started_at VARCHAR(27), 
	ended_at VARCHAR(27), 
	heartbeat VARCHAR(27), 
	pid INTEGER, 
	cancel BOOLEAN NOT NULL, 
	plan_id VARCHAR(200), 
	error TEXT, 
	input TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (job_id)
);
CREATE INDEX ix_job_state ON job (state);
CREATE TABLE meta (
	name VARCHAR(200) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE "plan" (
	plan_id VARCHAR(200) NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	version INTEGER NOT NULL, 
	parent VARCHAR(200), 
	status VARCHAR(20) NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	created_by VARCHAR(200) NOT NULL, 
	planned INTEGER NOT NULL, 
	unassigned INTEGER NOT NULL, 
	violations INTEGER NOT NULL, 
	price_ore BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (plan_id), 
	UNIQUE (day, version)
);
CREATE TABLE request (
	request_id VARCHAR(200) NOT NULL, 
	status VARCHAR(20) NOT NULL, 
	priority INTEGER NOT NULL, 
	created_at VARCHAR(27), 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (request_id)
);
CREATE INDEX ix_request_created_at ON request (created_at);
CREATE INDEX ix_request_status ON request (status);
CREATE TABLE setting (
	name VARCHAR(200) NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE technician (
	technician_id VARCHAR(200) NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (technician_id)
);
CREATE TABLE vehicle (
	vehicle_id VARCHAR(200) NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (vehicle_id)
);
CREATE TABLE progress (
	progress_id INTEGER NOT NULL, 
	job_id VARCHAR(200) NOT NULL, 
	elapsed_s FLOAT NOT NULL, 
	price_ore BIGINT NOT NULL, 
	planned INTEGER NOT NULL, 
	PRIMARY KEY (progress_id), 
	FOREIGN KEY(job_id) REFERENCES job (job_id)
);
CREATE INDEX ix_progress_job_id ON progress (job_id);
CREATE TABLE published (
	day VARCHAR(10) NOT NULL, 
	plan_id VARCHAR(200) NOT NULL, 
	published_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (day), 
	FOREIGN KEY(plan_id) REFERENCES "plan" (plan_id)
);

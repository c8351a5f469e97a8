-- Durable tasks of Background Tasks for Jakarta EE, on PostgreSQL
create table background_tasks (
  task_name            varchar(100) not null,
  task_instance        varchar(100) not null,
  task_data            bytea,
  execution_time       timestamp(6) with time zone not null,
  picked               boolean not null,
  picked_by            varchar(50),
  last_success         timestamp(6) with time zone,
  last_failure         timestamp(6) with time zone,
  consecutive_failures int,
  last_heartbeat       timestamp(6) with time zone,
  version              bigint not null,
  priority             smallint not null default 50,
  handler              varchar(500),
  label                varchar(500),
  attempt              int not null default 1,
  unknown_since        bigint not null default 0,
  unknown_times        int not null default 0,
  status_hash          varchar(100),
  cause                varchar(2000),
  request_path         varchar(500),
  primary key (task_name, task_instance)
);

create index background_tasks_due on background_tasks (priority desc, execution_time asc);
create index background_tasks_time on background_tasks (execution_time, task_instance);
create index background_tasks_failed on background_tasks (last_failure desc, task_instance desc);
create index background_tasks_heartbeat on background_tasks (last_heartbeat);
create index background_tasks_hash on background_tasks (status_hash);

-- what became of each attempt, for operators
create table background_tasks_history (
  id            bigint generated always as identity primary key,
  task_instance varchar(100) not null,
  handler       varchar(500),
  label         varchar(500),
  outcome       varchar(20) not null,
  attempt       int not null,
  node          varchar(50),
  operator_name varchar(200),
  ended_at      timestamp(6) with time zone not null,
  waited_millis bigint not null,
  ran_millis    bigint not null,
  cause         varchar(2000)
);

create index background_tasks_history_task on background_tasks_history (task_instance, id);
create index background_tasks_history_end on background_tasks_history (ended_at desc);

-- handlers whose tasks no node begins
create table background_tasks_paused (
  handler       varchar(500) not null primary key,
  paused_at     timestamp(6) with time zone not null,
  operator_name varchar(200)
);

-- The nodes of the application, which background-tasks-status and operators read
create table background_tasks_node (
  name                 varchar(100) not null,
  host                 varchar(255) not null,
  library_version      varchar(50),
  state                varchar(20) not null,
  started              timestamp(6) with time zone not null,
  last_heartbeat       timestamp(6) with time zone not null,
  dead_after           timestamp(6) with time zone not null,
  waiting              bigint not null,
  running              bigint not null,
  primary key (name)
);

-- The statuses of tasks whose address a client has, which background-tasks-status reads on any node
create table background_tasks_status (
  status_hash          varchar(100) not null,
  name                 varchar(500),
  state                varchar(20) not null,
  step                 smallint not null,
  attempt              int not null,
  changes              int not null,
  progress             double precision not null,
  message              varchar(1000),
  added                timestamp(6) with time zone not null,
  started              timestamp(6) with time zone,
  ended                timestamp(6) with time zone,
  result               varchar(2000),
  problem              varchar(2000),
  callers              text,
  node                 varchar(100) not null,
  last_change          timestamp(6) with time zone not null,
  forget_at            timestamp(6) with time zone,
  cancel_asked         smallint default 0 not null,
  primary key (status_hash)
);

create index background_tasks_status_change on background_tasks_status (step, last_change);
create index background_tasks_status_forget on background_tasks_status (forget_at);
create index background_tasks_status_cancel on background_tasks_status (node, cancel_asked);

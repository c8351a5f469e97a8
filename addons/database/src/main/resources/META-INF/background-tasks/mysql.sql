-- Durable tasks of Background Tasks for Jakarta EE, on MySQL 8 or later
create table background_tasks (
  task_name            varchar(100) not null,
  task_instance        varchar(100) not null,
  task_data            longblob,
  execution_time       datetime(6) not null,
  picked               boolean not null,
  picked_by            varchar(50),
  last_success         datetime(6),
  last_failure         datetime(6),
  consecutive_failures int,
  last_heartbeat       datetime(6),
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
) character set utf8mb4;

create index background_tasks_due on background_tasks (priority desc, execution_time asc);
create index background_tasks_time on background_tasks (execution_time, task_instance);
create index background_tasks_failed on background_tasks (last_failure desc, task_instance desc);
create index background_tasks_heartbeat on background_tasks (last_heartbeat);
create index background_tasks_hash on background_tasks (status_hash);

-- what became of each attempt, for operators
create table background_tasks_history (
  id            bigint not null auto_increment primary key,
  task_instance varchar(100) not null,
  handler       varchar(500),
  label         varchar(500),
  outcome       varchar(20) not null,
  attempt       int not null,
  node          varchar(50),
  operator_name varchar(200),
  ended_at      datetime(6) not null,
  waited_millis bigint not null,
  ran_millis    bigint not null,
  cause         varchar(2000)
) character set utf8mb4;

create index background_tasks_history_task on background_tasks_history (task_instance, id);
create index background_tasks_history_end on background_tasks_history (ended_at desc);

-- handlers whose tasks no node begins
create table background_tasks_paused (
  handler       varchar(500) not null primary key,
  paused_at     datetime(6) not null,
  operator_name varchar(200)
) character set utf8mb4;

-- The nodes of the application, which background-tasks-status and operators read
create table background_tasks_node (
  name                 varchar(100) not null,
  host                 varchar(255) not null,
  library_version      varchar(50),
  state                varchar(20) not null,
  started              datetime(6) not null,
  last_heartbeat       datetime(6) not null,
  dead_after           datetime(6) not null,
  waiting              bigint not null,
  running              bigint not null,
  primary key (name)
) character set utf8mb4;

-- The statuses of tasks whose address a client has, which background-tasks-status reads on any node
create table background_tasks_status (
  status_hash          varchar(100) not null,
  name                 varchar(500),
  state                varchar(20) not null,
  step                 smallint not null,
  attempt              int not null,
  changes              int not null,
  progress             double not null,
  message              varchar(1000),
  added                datetime(6) not null,
  started              datetime(6),
  ended                datetime(6),
  result               varchar(2000),
  problem              varchar(2000),
  callers              longtext,
  node                 varchar(100) not null,
  last_change          datetime(6) not null,
  forget_at            datetime(6),
  cancel_asked         smallint default 0 not null,
  primary key (status_hash)
) character set utf8mb4;

create index background_tasks_status_change on background_tasks_status (step, last_change);
create index background_tasks_status_forget on background_tasks_status (forget_at);
create index background_tasks_status_cancel on background_tasks_status (node, cancel_asked);

-- Whoever revokes a token revokes those that were made with it, too.

alter table token
  add column made_with bigint,
  add constraint token_made_with_fk foreign key (made_with) references token (id);
comment on column token.made_with is 'The token with which this one was asked for. Null for those that a server made, and for older ones.';

create index token_made_with on token (made_with) where made_with is not null;

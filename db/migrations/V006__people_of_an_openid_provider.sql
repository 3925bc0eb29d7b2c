-- Who logs in at an OpenID provider has an account that only this provider's person can use.

alter table account
  add column issuer  text,
  add column subject text,
  add constraint account_person_is_of_a_provider check ((issuer is null) = (subject is null)),
  add constraint account_person_unique unique (issuer, subject);
comment on column account.issuer is 'Address of the OpenID provider that vouches for the person; null for an account that an administrator made.';
comment on column account.subject is 'That provider''s own name for the person, which never changes, unlike what people call them.';

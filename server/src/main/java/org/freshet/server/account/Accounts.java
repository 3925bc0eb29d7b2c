package org.freshet.server.account;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

public interface Accounts extends JpaRepository<Account, Long> {

    Optional<Account> findByName(String name);

    Optional<Account> findByIssuerAndSubject(String issuer, String subject);

    /** The account, which nobody else changes before this transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.name = :name")
    Optional<Account> lock(String name);

    /** All administrators who may act; none of them ceases to be one before this transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query(
            "select a from Account a where a.role = org.freshet.protocol.Role.ADMIN and a.disabledAt is null order by a.id")
    List<Account> lockAdministrators();
}

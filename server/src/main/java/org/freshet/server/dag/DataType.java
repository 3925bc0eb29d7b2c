package org.freshet.server.dag;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import org.freshet.protocol.DataTypeView;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What the file of an edge is. */
@Entity
class DataType {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";
    private String ext = "";
    private String comment = "";

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    private OutputCheck outputCheck = OutputCheck.NOT_EMPTY;

    @Column(updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @Version
    private int version;

    protected DataType() {}

    static DataType of(DataTypeTerms terms, Instant now) {
        var type = new DataType();
        type.name = terms.name();
        type.ext = terms.ext();
        type.comment = terms.comment();
        type.outputCheck = terms.outputCheck();
        type.createdAt = now;
        return type;
    }

    long id() {
        return Objects.requireNonNull(id, "the data type is stored");
    }

    DataTypeTerms terms() {
        return new DataTypeTerms(name, ext, comment, outputCheck);
    }

    DataTypeView view() {
        return new DataTypeView(name, ext, comment, outputCheck, createdAt);
    }
}

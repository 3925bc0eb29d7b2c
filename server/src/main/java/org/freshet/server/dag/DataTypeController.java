package org.freshet.server.dag;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.freshet.protocol.DataTypeView;
import org.freshet.protocol.DataTypesAdded;
import org.freshet.protocol.Page;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Parameters;
import org.freshet.server.platform.RawBody;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/datatypes")
class DataTypeController {

    private static final String TYPES =
            "A list of data types, or one: an object with name, and if they are wanted ext, comment, outputCheck.";

    private final DataTypes types;
    private final DataTypeReader reader;

    DataTypeController(DataTypes types, DataTypeReader reader) {
        this.types = types;
        this.reader = reader;
    }

    /** Data types by name. */
    @GetMapping
    Page<DataTypeView> list(@RequestParam Map<String, String> parameters) {
        var url = new Parameters(parameters, Set.of());
        var after = Objects.requireNonNullElse(url.text("after"), "");
        return Pages.cut(types.list(after, url.limit()), url.limit(), DataTypeView::name);
    }

    /** Adds all data types of the list, or none; 200 if all of them are there already. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<DataTypesAdded> add(@RawBody(description = TYPES) HttpServletRequest body, Principal user)
            throws IOException {
        var added = types.add(reader.read(body.getInputStream()), user.getName());
        var isNew = added.items().stream().anyMatch(DataTypesAdded.Item::created);
        return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK).body(added);
    }
}

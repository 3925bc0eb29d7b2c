package org.freshet.server.view;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.protocol.SavedView;
import org.freshet.server.platform.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/views")
class SavedViewController {

    private final SavedViews views;

    SavedViewController(SavedViews views) {
        this.views = views;
    }

    /**
     * A list of jobs to keep.
     *
     * @param name unique for its owner; a view of the same name is replaced
     * @param query what follows the question mark in the address of the list, for example {@code state=FAILED&type=reco}
     * @param shared whether everybody sees it; absent = no
     */
    record Wish(
            @Nullable String name,
            @Nullable String query,
            @Nullable Boolean shared) {}

    /** The own ones by name, then those that are shared. All of them are on one page. */
    @GetMapping
    Page<SavedView> list(@RequestParam Map<String, String> url, HttpServletRequest request) {
        new Parameters(url, Set.of()).limit();
        return new Page<>(views.seenBy(request.getRemoteUser()), null);
    }

    /** Keeps a list of jobs under a name. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    SavedView save(@RequestBody Wish wish, HttpServletRequest request) {
        return views.save(wish.name(), wish.query(), Boolean.TRUE.equals(wish.shared()), person(request));
    }

    /** Removes one; the jobs stay as they are. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable long id, HttpServletRequest request) {
        views.remove(id, person(request));
    }

    private static SavedViews.Person person(HttpServletRequest request) {
        return new SavedViews.Person(
                request.getRemoteUser(),
                request.isUserInRole(Role.SUBMITTER.name()),
                request.isUserInRole(Role.OPERATOR.name()));
    }
}

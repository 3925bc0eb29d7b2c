package org.freshet.server.job;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.server.platform.Invalid;
import org.springframework.stereotype.Service;

/** Takes the vertices of a workflow as jobs, with all checks of a submission. */
@Service
public class VertexJobs {

    private final Jobs jobs;
    private final SubmissionSql submissions;
    private final JobDescriptionReader reader;

    VertexJobs(Jobs jobs, SubmissionSql submissions, JobDescriptionReader reader) {
        this.jobs = jobs;
        this.submissions = submissions;
        this.reader = reader;
    }

    /** Numbers of jobs to come, in ascending order. */
    public List<Long> takeIds(int count) {
        return submissions.takeIds(count);
    }

    /**
     * A vertex.
     *
     * @param id one of those that were taken
     * @param name unique in the workflow
     * @param looseOutputs outputs that may be empty or missing, and what is checked of each
     */
    public record Vertex(long id, String name, Map<String, OutputCheck> looseOutputs) {}

    /**
     * Stores all or none, held. Throws {@link Invalid} with every problem; each names the position of its vertex. Needs a
     * transaction.
     *
     * @param descriptions JSON list of job descriptions, one for each vertex
     * @param workflow whose row is there
     * @return what the submitter should read
     */
    public List<String> add(List<Vertex> vertices, byte[] descriptions, long workflow, String owner) {
        var read = reader.read(new ByteArrayInputStream(descriptions));
        return jobs.submitVertices(read, vertices, workflow, owner);
    }
}

package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.DatasetView;
import org.freshet.protocol.JobView;
import org.freshet.protocol.Page;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowStarted;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

/** What a workflow is made of when it is made from a DAG. */
class WorkflowStartIT {

    private static final String DAG = """
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key id="p" for="node" attr.name="payload" attr.type="string"/>
              <key id="e" for="node" attr.name="env" attr.type="string"/>
              <key id="j" for="node" attr.name="jobtype" attr.type="string"/>
              <key id="l" for="node" attr.name="timelimit" attr.type="int"/>
              <key id="r" for="node" attr.name="priority" attr.type="int"/>
              <key id="x" for="node" attr.name="noRetryExitCodes" attr.type="string"/>
              <key id="n" for="edge" attr.name="name" attr.type="string"/>
              <key id="d" for="edge" attr.name="dirpath" attr.type="string"/>
              <key id="y" for="edge" attr.name="datatype" attr.type="string"/>
              <key id="t" for="edge" attr.name="datatag" attr.type="string"/>
              <key id="c" for="edge" attr.name="comment" attr.type="string"/>
              <graph edgedefault="directed">
                <node id="begin"><data key="j">noop</data></node>
                <node id="filter"><data key="j">filter</data><data key="p">/opt/filter.sh</data>
                  <data key="e">{"LEVEL": "3", "MODE": "fast"}</data><data key="l">77</data><data key="r">4</data>
                  <data key="x">3, 2</data></node>
                <node id="plot"><data key="j">plot</data><data key="p">/opt/plot.sh</data></node>
                <edge source="begin" target="filter"><data key="n">raw.txt</data><data key="d">/raw</data>
                  <data key="y">TXT</data><data key="t">RAW</data></edge>
                <edge source="filter" target="plot"><data key="n">clean.txt</data><data key="d">/clean/</data>
                  <data key="y">TXT</data><data key="t">CLEAN</data><data key="c">without noise</data></edge>
                <edge source="filter" target="plot"><data key="n">note.log</data><data key="y">LOG</data>
                  <data key="t">NOTE</data></edge>
              </graph>
            </graphml>
            """;

    private static TestServer server;
    private static Api api;
    private static Flows flows;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        api = server.api();
        flows = new Flows(server);
        var types = api.post("/api/v1/datatypes", """
                [{"name": "TXT", "ext": ".txt"}, {"name": "LOG", "ext": ".log", "outputCheck": "NONE"}, {"name": "RAW", "outputCheck": "EXISTS"}]
                """);
        assertThat(types.status()).as(types.body()).isIn(200, 201);
        flows.load("chain", DAG);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void givesBothEndsOfAnEdgeThePathOfItsFile() {
        var workflow = flows.start("chain");

        var raw = dataset(workflow, "RAW");
        var clean = dataset(workflow, "CLEAN");
        var note = dataset(workflow, "NOTE");
        assertThat(raw.path()).isEqualTo("/raw/" + raw.id() + ".txt");
        assertThat(clean.path()).isEqualTo("/clean/" + clean.id() + ".txt");
        assertThat(note.path()).isEqualTo(server.home() + "/data/" + note.id() + ".log");
        assertThat(clean.comment()).isEqualTo("without noise");
        assertThat(clean.source()).isEqualTo("filter");
        assertThat(clean.target()).isEqualTo("plot");
        assertThat(job(workflow, "filter").env())
                .containsEntry("RAW", raw.path())
                .containsEntry("CLEAN", clean.path())
                .containsEntry("NOTE", note.path())
                .containsEntry("LEVEL", "3");
        assertThat(job(workflow, "plot").env())
                .containsEntry("CLEAN", clean.path())
                .doesNotContainKey("RAW");
        assertThat(server.home().resolve("data")).isDirectory();
    }

    @Test
    void declaresTheFilesThatAVertexWritesAsItsOutputs() {
        var workflow = flows.start("chain");

        assertThat(job(workflow, "filter").outputs()).containsExactly("$CLEAN");
        assertThat(job(workflow, "filter").looseOutputs()).isEqualTo(Map.of("$NOTE", OutputCheck.NONE));
        assertThat(job(workflow, "plot").outputs()).isEmpty();
        assertThat(job(workflow, "plot").looseOutputs()).isNull();
        assertThat(job(workflow, "begin").outputs()).isEmpty();
        assertThat(job(workflow, "filter").timelimit()).isEqualTo(77);
        assertThat(job(workflow, "filter").priority()).isEqualTo(4);
        assertThat(job(workflow, "filter").noRetryExitCodes()).containsExactly(2, 3);
        assertThat(job(workflow, "plot").noRetryExitCodes()).isEmpty();
    }

    @Test
    void tellsThePilotWhatItNeedNotFind() {
        flows.load(
                "loose",
                DAG.replace(
                        "<data key=\"y\">TXT</data><data key=\"t\">CLEAN",
                        "<data key=\"y\">RAW</data><data key=\"t\">CLEAN"));
        var workflow = flows.start("loose", "\"priority\": 901");

        var given = ScriptedPilot.register(server).claim();

        assertThat(given.outputs()).isEmpty();
        assertThat(given.looseOutputs()).isEqualTo(Map.of("$CLEAN", OutputCheck.EXISTS, "$NOTE", OutputCheck.NONE));
        flows.change(workflow, "cancel");
    }

    @Test
    void marksADatasetAsWrittenWhenItsSourceIsFinished() {
        var workflow = flows.start("chain", "\"priority\": 900");
        assertThat(dataset(workflow, "RAW").state()).isEqualTo(DatasetState.WRITTEN);
        assertThat(dataset(workflow, "CLEAN").state()).isEqualTo(DatasetState.DEFINED);
        var pilot = ScriptedPilot.register(server);

        pilot.say(false, ScriptedPilot.finished(pilot.claim()));

        assertThat(dataset(workflow, "CLEAN").state()).isEqualTo(DatasetState.WRITTEN);
        flows.change(workflow, "cancel");
    }

    @Test
    void namesFilesAsTheEdgesDoIfTheyAreSticky() {
        var workflow = flows.start("chain", "\"files\": \"sticky\"");

        assertThat(dataset(workflow, "CLEAN").path()).isEqualTo("/clean/clean.txt");
    }

    @Test
    void namesFilesAfterWhatIsInherited() {
        var workflow = flows.start("chain", "\"files\": \"inherit:run1837\"");

        assertThat(dataset(workflow, "CLEAN").name()).isEqualTo("run1837:chain:filter:CLEAN.txt");
    }

    @Test
    void namesTheFileOfOneEdgeAsItIsTold() {
        var workflow = flows.start(
                "chain",
                "\"files\": {\"begin:filter\": {\"name\": \"r1.txt\", \"dirpath\": \"/data/1\", \"comment\": \"mine\"},"
                        + " \"filter:plot:NOTE\": {\"dirpath\": \"notes\"}}");

        assertThat(dataset(workflow, "RAW").path()).isEqualTo("/data/1/r1.txt");
        assertThat(dataset(workflow, "RAW").comment()).isEqualTo("mine");
        assertThat(dataset(workflow, "NOTE").path()).startsWith(server.home() + "/data/notes/");
    }

    @Test
    void overridesWhatTheDagSaysOfAVertex() {
        var workflow = flows.start("chain", """
                "run": 1837, "subrun": 2, "jobs": {"filter": {"payload": "/opt/other.sh", "env": {"LEVEL": 7, "MORE": "x"},
                  "priority": 9, "timelimit": "123", "jobtype": "other", "noRetryExitCodes": [5]}, "plot": {"jobtype": "noop"}}
                """);

        assertThat(job(workflow, "filter")).satisfies(it -> {
            assertThat(it.payload()).isEqualTo("/opt/other.sh");
            assertThat(it.env())
                    .containsEntry("LEVEL", "7")
                    .containsEntry("MORE", "x")
                    .containsEntry("MODE", "fast");
            assertThat(it.priority()).isEqualTo(9);
            assertThat(it.timelimit()).isEqualTo(123);
            assertThat(it.noRetryExitCodes()).containsExactly(5);
            assertThat(it.jobtype()).isEqualTo("other");
            assertThat(it.run()).isEqualTo(1837);
            assertThat(it.subrun()).isEqualTo(2);
            assertThat(it.vertex()).isEqualTo("filter");
            assertThat(it.workflow()).isEqualTo(workflow);
        });
        assertThat(job(workflow, "plot").jobtype()).isEqualTo("noop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "jobs": {"fliter": {"payload": "x"}}               | jobs.fliter                | did you mean "filter"
            "jobs": {"filter": {"paylaod": "x"}}               | jobs.filter                | unknown attribute "paylaod"
            "jobs": {"filter": {"priority": 5000}}             | vertex 'filter', priority  | 1000
            "jobs": {"filter": {"env": {"A=B": "x"}}}          | vertex 'filter', env.A=B   | name
            "jobs": {"begin": {"jobtype": "real"}}             | vertex 'begin', payload    | empty text
            "jobs": {"filter": {"noRetryExitCodes": "2"}}      | vertex 'filter', noRetryExitCodes | a list of whole numbers
            "jobs": ["filter"]                                 | jobs                       | object
            "files": "stikcy"                                  | files                      | "sticky"
            "files": "inherit:"                                | files                      | empty
            "files": {"begin:fliter": {"name": "a"}}           | files.begin:fliter         | did you mean "begin:filter"
            "files": {"filter:plot": {"name": "a"}}            | files.filter:plot          | there are 2 edges
            "files": {"begin:filter": {"nmae": "a"}}           | files.begin:filter         | unknown attribute
            "files": {"begin:filter": {"name": "a/b"}}         | edge 'begin:filter'        | not the name of a file
            "state": "running"                                 | state                      | "template"
            "failurePolicy": "hope"                            | failurePolicy              | "continue"
            "priority": 1001                                   | priority                   | 1000
            "name": " "                                        | name                       | characters
            """)
    void refusesAWishThatCannotBeMeantAndStoresNothing(String wish, String field, String reason) {
        var before = count();

        var answer = flows.post("chain", wish);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.problem().errors()).anySatisfy(it -> {
            assertThat(it.field()).isEqualTo(field);
            assertThat(it.reason()).contains(reason);
        });
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void namesAnUnknownDataType() {
        flows.load("untyped", DAG.replace(">LOG<", ">TXTT<"));
        var before = count();

        var answer = flows.post("untyped");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(count()).isEqualTo(before);
        assertThat(answer.problem().detail()).contains("edge 'filter:plot'", "\"TXTT\"", "did you mean \"TXT\"");
    }

    /** The DAG above with one more reader of the file of CLEAN. */
    private static final String SHARED = DAG.replace("<edge source=\"begin\"", """
            <node id="copy"><data key="j">copy</data><data key="p">/opt/copy.sh</data></node>
            <edge source="filter" target="copy"><data key="n">clean.txt</data><data key="d">/clean/</data>
              <data key="y">TXT</data><data key="t">CLEAN</data></edge>
            <edge source="begin\"""");

    @Test
    void givesOneFileToTheEdgesThatAreThatFile() {
        flows.load("shared", SHARED);

        var workflow = flows.start("shared");

        var path = job(workflow, "filter").env().get("CLEAN");
        assertThat(path).matches("/clean/[0-9]+\\.txt");
        assertThat(job(workflow, "copy").env()).containsEntry("CLEAN", path);
        assertThat(job(workflow, "plot").env()).containsEntry("CLEAN", path);
        assertThat(job(workflow, "filter").outputs()).containsExactly("$CLEAN");
    }

    @Test
    void saysThatPayloadsOfAnotherUserCannotUseTheHome() {
        ScriptedPilot.register(server);
        server.db()
                .sql("update pilot set os_user = 'root', payload_user = null")
                .update();
        assertThat(flows.post("chain").as(WorkflowStarted.class).notices()).isEmpty();
        server.db().sql("update pilot set payload_user = 'np04'").update();

        var started = flows.post("chain").as(WorkflowStarted.class);

        assertThat(started.notices())
                .singleElement()
                .asString()
                .contains(server.home() + "/data", "as np04", "freshet.workflow.data-directory");
    }

    @Test
    void refusesOneVariableForTwoFiles() {
        flows.load("shared", SHARED);

        var answer = flows.post("shared", "\"files\": {\"filter:copy\": {\"name\": \"other.txt\"}}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.problem().detail()).contains("vertex 'filter'", "CLEAN");
        var workflow = flows.start("shared", "\"files\": \"sticky\"");
        assertThat(job(workflow, "copy").env()).containsEntry("CLEAN", "/clean/clean.txt");
        assertThat(job(workflow, "filter").outputs()).containsExactly("$CLEAN");
    }

    @Test
    void knowsNoWorkflowOfADagThatIsNotThere() {
        var answer = flows.post("chian");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem().detail()).contains("chain");
    }

    @Test
    void makesAWorkflowOfTenThousandJobs() {
        var workflow = flows.start("large", DagSketch.random(new Random(1), 10_000), "\"state\": \"template\"");

        assertThat(flows.detail(workflow).workflow().open()).isEqualTo(10_000);
        flows.change(workflow, "cancel");
        assertThat(api.send(api.request("/api/v1/workflows/" + workflow).DELETE())
                        .status())
                .isEqualTo(204);
    }

    private static JobView job(WorkflowId workflow, String vertex) {
        return api.jobs("?workflow=" + workflow).stream()
                .filter(it -> vertex.equals(it.vertex()))
                .findFirst()
                .orElseThrow();
    }

    private static DatasetView dataset(WorkflowId workflow, String datatag) {
        List<DatasetView> all = Api.JSON
                .readValue(
                        api.get("/api/v1/datasets?workflow=" + workflow).body(),
                        new TypeReference<Page<DatasetView>>() {})
                .items();
        return all.stream()
                .filter(it -> it.datatag().equals(datatag))
                .findFirst()
                .orElseThrow();
    }

    private static long count() {
        return server.db()
                .sql(
                        "select (select count(*) from workflow) + (select count(*) from job) + (select count(*) from dataset)")
                .query(Long.class)
                .single();
    }
}

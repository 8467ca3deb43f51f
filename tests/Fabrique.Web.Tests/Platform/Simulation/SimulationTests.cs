using System.Globalization;
using System.Text.Json.Nodes;
using Fabrique.Data;
using Fabrique.Data.Connections;
using Fabrique.Data.Workflows;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Web.Tests.Platform.Simulation;

public sealed class SimulationTests
{
    private const string Team = "l’équipe de la Fabrique";
    private const string Manager = "le responsable hiérarchique";
    private static readonly DateOnly Monday = new(2026, 1, 5);
    // Its patience stands still: a busy machine ends no simulation.
    private static readonly WorkflowSimulator Simulator = new((clock, _) => new(new ProductWorld(clock, ModuleSamples.Modules, MailSamples.Renderer)), new FakeTimeProvider());

    /// <summary>
    /// The call opens in a week, for thirty days, until 18:00: seven and two days before Wednesday 11 February at 9:00, the draft is recalled.
    /// </summary>
    [Fact]
    public async Task A_call_opens_recalls_its_drafts_and_closes_on_its_days()
    {
        var path = await RunAsync("appel");
        Assert.Equal(SimulationEnd.Finished, path.End);
        Assert.Equal(["2026-02-04 09:00 l’agent porteur", "2026-02-09 09:00 l’agent porteur"], Of(path, SimulationEventKind.Mail).Select(mail => $"{Paris(mail.At)} {mail.Person}"));
        Assert.Equal("2026-01-12 09:00", Paris(Of(path, SimulationEventKind.Done).Single(done => done.ActivityId == "open").At));
        Assert.Equal("2026-02-11 18:00", Paris(path.EndedAt));
        Assert.Empty(path.Choices);
    }

    /// <summary>
    /// Eight working days after Monday 5 January is Thursday 15; five days before is a Saturday, hence Friday. Answers take three working days: Thursday 8, Tuesday 13,
    /// Friday 16, Wednesday 21, then Monday 26. Ten working days after Friday 16 is Friday 30, five days before which is a Sunday, hence Friday 23; the day before Monday 2 February is one too.
    /// </summary>
    [Fact]
    public async Task An_application_is_screened_decided_and_incubated_on_its_days()
    {
        var path = await RunAsync("candidature");
        var tasks = Of(path, SimulationEventKind.Task);
        Assert.Equal(
            [
                ("2026-01-05 09:00", Manager, "2026-01-15 23:59", "2026-01-09 09:00, 2026-01-13 09:00, 2026-01-15 09:00"),
                ("2026-01-08 09:00", Team, "2026-01-15 23:59", "2026-01-14 09:00, 2026-01-19 09:00"),
                ("2026-01-13 09:00", Team, "2026-01-20 23:59", "2026-01-19 09:00, 2026-01-22 09:00"),
                ("2026-01-16 09:00", "une première direction", "2026-01-30 23:59", "2026-01-23 09:00, 2026-01-28 09:00, 2026-01-30 09:00"),
                ("2026-01-16 09:00", "une seconde direction", "2026-01-30 23:59", "2026-01-23 09:00, 2026-01-28 09:00, 2026-01-30 09:00"),
                ("2026-01-21 09:00", Team, "2026-01-28 23:59", "2026-01-27 09:00, 2026-01-30 09:00"),
                ("2026-01-26 09:00", Team, "2026-02-02 23:59", "2026-01-30 09:00, 2026-02-04 09:00"),
            ],
            tasks.Take(7).Select(Describe));
        Assert.Equal("Favorable, Recevable, Présélectionnée, Avis recueillis, Retenue, Renouvelé, Arrêté", string.Join(", ", path.Choices.Select(choice => choice.Answer)));
        Assert.Contains(path.Events, happened => happened is { Kind: SimulationEventKind.Started, DefinitionId: "incubation" } && Paris(happened.At) == "2026-01-26 09:00");
        Assert.Contains(Of(path, SimulationEventKind.Mail), mail => mail.Person == "l’agent porteur" && mail.Text!.EndsWith("est retenue", StringComparison.Ordinal) && Paris(mail.At) == "2026-01-26 09:00");
        Assert.Equal(SimulationEnd.Finished, path.End);
    }

    [Fact]
    public async Task Without_opinions_the_decision_is_asked_for_when_their_time_is_over()
    {
        var path = await RunAsync("candidature", answers: [new("Recueillir les avis des directions", "Délai dépassé"), new("Décider", "Non retenue") { AfterWorkingDays = 1 }]);
        Assert.Equal(("2026-01-30 23:59", Team, "2026-02-06 23:59", "2026-02-05 09:00, 2026-02-09 09:00"), Describe(Of(path, SimulationEventKind.Task)[5]));

        // Both directions are recalled three times: their reminders leave as mails.
        Assert.Equal(
            ["2026-01-23 09:00", "2026-01-28 09:00", "2026-01-30 09:00"],
            Of(path, SimulationEventKind.Mail).Where(mail => mail.Person == "une seconde direction").Skip(1).Select(mail => Paris(mail.At)));
        Assert.Equal("2026-02-02 23:59", Paris(path.EndedAt));
        Assert.DoesNotContain(path.Events, happened => happened.DefinitionId == "incubation");
    }

    /// <summary>
    /// Begun on Monday 10 November 2025, the team is named on Friday 14 (the 11th is not worked): the cycle ends on 13 May 2026. Forty-five days before is 29 March, the
    /// day on which summer time begins; thirty before, Monday 13 April; three days after the end is a Saturday, hence Monday 18 May.
    /// </summary>
    [Fact]
    public async Task An_incubation_warns_recalls_and_ends_on_its_days()
    {
        var path = await RunAsync("incubation", new DateOnly(2025, 11, 10), [new("Tenir le jalon", "Arrêté") { AfterWorkingDays = 24 }]);
        Assert.Equal(
            [
                ("2025-11-10 09:00", Team, "2025-11-18 23:59", "2025-11-17 09:00, 2025-11-20 09:00"),
                ("2026-04-13 09:00", Team, "2026-05-13 23:59", "2026-04-28 09:00, 2026-05-06 09:00, 2026-05-12 09:00, 2026-05-18 09:00"),
            ],
            Of(path, SimulationEventKind.Task).Select(Describe));
        Assert.Equal(["2026-03-29 09:00", "2026-04-13 09:00"], Of(path, SimulationEventKind.Wait).Select(wait => Paris(wait.DueAt!.Value)));

        // Named on the 14th: welcome. Then the warning, the four reminders, and the end after twenty-four working days.
        Assert.Equal(["2025-11-14 09:00", "2026-03-29 09:00", "2026-05-20 09:00"], Of(path, SimulationEventKind.Mail).Where(mail => mail.Person == "le coach").Select(mail => Paris(mail.At)));
        Assert.Equal(
            ["2025-11-10 09:00", "2026-04-13 09:00", "2026-04-28 09:00", "2026-05-06 09:00", "2026-05-12 09:00", "2026-05-18 09:00"],
            Of(path, SimulationEventKind.Mail).Where(mail => mail.Person == Team).Select(mail => Paris(mail.At)));
        Assert.Equal("2026-05-20 09:00", Paris(path.EndedAt));
    }

    /// <summary>Named on Thursday 8 January 2026, for nine months: until 7 October; the checkpoint opens thirty days before. The next cycle lasts nine months too.</summary>
    [Fact]
    public async Task Six_months_are_made_nine_by_one_field()
    {
        var draft = Load("incubation");
        Activity(draft, "cycle")["months"]!["expression"]!["value"] = "9";
        var path = Assert.Single((await SimulateAsync(draft, Monday, new SimulationScenario { Answers = [new("Tenir le jalon", "Renouvelé"), new("Tenir le jalon", "Arrêté")] })).Paths);
        Assert.Equal(["2026-10-07 23:59", "2027-07-07 23:59"], Of(path, SimulationEventKind.Task).Skip(1).Select(task => Paris(task.DueAt!.Value)));
        Assert.Contains(Of(path, SimulationEventKind.Mail), mail => mail.Body?.Contains("est renouvelé pour neuf mois", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_length_that_only_an_expression_tells_to_be_absurd_is_an_incident()
    {
        var draft = Load("incubation");
        Activity(draft, "cycle")["months"] = Drawing.Js("6 * 7");
        var path = Assert.Single((await SimulateAsync(draft, Monday)).Paths);
        Assert.Equal("Le cycle ne peut pas commencer : un cycle dure de 1 à 36 mois, pas 42.", Assert.Single(Of(path, SimulationEventKind.Incident)).Text);
    }

    [Fact]
    public async Task As_many_opinions_as_are_needed_are_given_and_whom_the_drawing_names_decides()
    {
        var draft = Load("candidature");
        Activity(draft, "opinions")["opinionsNeeded"]!["expression"]!["value"] = "1";
        Activity(draft, "opinions")["reminders"]!["expression"]!["value"] = "j-3 ouvrés\nJ+1 ouvré";
        Activity(draft, "decision")["assignee"]!["expression"]!["value"] = "Directeur";
        var path = Assert.Single((await SimulateAsync(draft, Monday)).Paths);
        Assert.Equal(
            [
                ("2026-01-05 09:00", Manager, "2026-01-15 23:59", "2026-01-09 09:00, 2026-01-13 09:00, 2026-01-15 09:00"),
                ("2026-01-08 09:00", Team, "2026-01-15 23:59", "2026-01-14 09:00, 2026-01-19 09:00"),
                ("2026-01-13 09:00", Team, "2026-01-20 23:59", "2026-01-19 09:00, 2026-01-22 09:00"),
                ("2026-01-16 09:00", "une première direction", "2026-01-30 23:59", "2026-01-27 09:00, 2026-02-02 09:00"),
                ("2026-01-16 09:00", "une seconde direction", "2026-01-30 23:59", "2026-01-27 09:00, 2026-02-02 09:00"),
                ("2026-01-21 09:00", "une direction", "2026-01-28 23:59", "2026-01-27 09:00, 2026-01-30 09:00"),
            ],
            Of(path, SimulationEventKind.Task).Take(6).Select(Describe));
        Assert.Equal("Favorable, Recevable, Présélectionnée, Avis recueillis, Retenue", string.Join(", ", path.Choices.Take(5).Select(choice => choice.Answer)));
        Assert.Equal(SimulationEnd.Finished, path.End);
    }

    [Theory]
    [InlineData("appel", "")]
    [InlineData("jury", "Évaluations recueillies|Délai dépassé")]
    [InlineData("incubation", "Arrêté|Renouvelé, Arrêté|Renouvelé, Renouvelé, Arrêté")]
    public async Task Every_way_through_a_shipped_procedure_is_explored_and_ends(string definition, string expected)
    {
        await ExploreAsync(definition, expected.Split('|'));
    }

    /// <summary>
    /// Asked on Monday 5 January 2026, within ten working days; each answer takes three. Shared out on Tuesday 13, assessments are awaited for fifteen working days: until Tuesday 3 February.
    /// </summary>
    [Fact]
    public async Task A_jury_is_composed_assesses_hears_deliberates_and_tells_on_its_days()
    {
        var path = await RunAsync("jury");
        Assert.Equal(
            [
                ("2026-01-05 09:00", Team, "Constituer le jury : Jury simulé", "2026-01-19 23:59"),
                ("2026-01-08 09:00", Team, "Répartir les candidatures : Jury simulé", "2026-01-15 23:59"),
                ("2026-01-13 09:00", "le coach", "Évaluer les 3 candidatures qui vous sont confiées : Jury simulé", "2026-02-03 23:59"),
                ("2026-01-13 09:00", "une première direction", "Évaluer les 3 candidatures qui vous sont confiées : Jury simulé", "2026-02-03 23:59"),
                ("2026-01-13 09:00", "une seconde direction", "Évaluer les 3 candidatures qui vous sont confiées : Jury simulé", "2026-02-03 23:59"),
                ("2026-01-16 09:00", Team, "Tenir l’audition : Jury simulé", "2026-02-06 23:59"),
                ("2026-01-21 09:00", Team, "Mener la délibération : Jury simulé", "2026-01-28 23:59"),
                ("2026-01-26 09:00", Team, "Publier les décisions : Jury simulé", "2026-02-02 23:59"),
            ],
            Of(path, SimulationEventKind.Task).Select(task => (Paris(task.At), task.Person, task.Text, Paris(task.DueAt!.Value))));
        Assert.Equal((SimulationEnd.Finished, "2026-01-29 09:00"), (path.End, Paris(path.EndedAt)));
    }

    /// <summary>Nobody assesses: three working days before Tuesday 3 February the chair reads who owes what, and the procedure goes on at the end of that day.</summary>
    [Fact]
    public async Task A_jury_whose_members_say_nothing_goes_on_and_its_chair_is_told()
    {
        var path = await RunAsync("jury", answers: [new("assess", "Délai dépassé")]);
        var told = Of(path, SimulationEventKind.Mail).Where(mail => mail.Text!.StartsWith("Des évaluations manquent", StringComparison.Ordinal)).ToList();
        Assert.Equal(["2026-01-29 09:00 une première direction", "2026-02-03 23:59 une première direction"], told.Select(mail => $"{Paris(mail.At)} {mail.Person}"));
        Assert.Contains("une seconde direction (3)", told[0].Body, StringComparison.Ordinal);
        Assert.Equal("2026-02-03 23:59", Paris(Of(path, SimulationEventKind.Task)[5].At));
    }

    /// <summary>Part by part: all ways together would be some hundreds.</summary>
    [Fact]
    public async Task Every_way_of_an_application_is_explored_and_ends()
    {
        ScriptedAnswer approved = new("approval", "Favorable");
        await ExploreAsync(
            "candidature",
            ["Favorable, Irrecevable", "Favorable avec réserve, Irrecevable", "Sans réponse, Irrecevable", "Défavorable, Passer outre, Irrecevable", "Défavorable, Clore"],
            new ScriptedAnswer("admissibility", "Irrecevable"));

        // Corrections are asked for up to twice, and come or not each time.
        string[] rounds = ["Compléments à demander, Complétée, ", "Compléments à demander, Sans réponse, "];
        string[] ends = ["Recevable, Présélectionnée, Avis recueillis, Non retenue", "Recevable, Non présélectionnée", "Irrecevable"];
        await ExploreAsync(
            "candidature",
            [.. rounds.SelectMany(first => rounds.Select(second => first + second)).Concat(rounds).Prepend("").SelectMany(before => ends.Select(end => $"Favorable, {before}{end}"))],
            approved,
            new ScriptedAnswer("opinions", "Avis recueillis"),
            new ScriptedAnswer("decision", "Non retenue"));
        string[] decided = ["Non retenue", "Retenue, Arrêté", "Retenue, Renouvelé, Arrêté", "Retenue, Renouvelé, Renouvelé, Arrêté"];
        await ExploreAsync(
            "candidature",
            [.. ((string[])["Avis recueillis", "Délai dépassé"]).SelectMany(heard => decided.Select(way => $"Favorable, Recevable, Présélectionnée, {heard}, {way}"))],
            approved,
            new ScriptedAnswer("admissibility", "Recevable"),
            new ScriptedAnswer("shortlist", "Présélectionnée"));
    }

    private static async Task ExploreAsync(string definition, IEnumerable<string> expected, params ScriptedAnswer[] script)
    {
        var report = await SimulateAsync(Load(definition), Monday, new SimulationScenario { Explores = true, Answers = script });
        Assert.Equal(expected.Order(StringComparer.Ordinal), report.Paths.Select(path => string.Join(", ", path.Choices.Select(choice => choice.Answer))).Order(StringComparer.Ordinal));
        Assert.All(report.Paths, path => Assert.Equal(SimulationEnd.Finished, path.End));
        Assert.Null(report.LeftOut);
    }

    /// <summary>What the drawing says of silence is what comes of it, on its day.</summary>
    [Fact]
    public async Task Silence_ends_what_the_drawing_lets_end()
    {
        var draft = Load("candidature");
        Activity(draft, "corrections")["withoutAnswer"]!["expression"]!["value"] = "Inadmissible";
        Activity(draft, "shortlist")["whenLate"]!["expression"]!["value"] = "Continue";
        ScriptedAnswer[] unanswered = [new("admissibility", "Compléments à demander"), new("corrections", "Irrecevable faute de réponse")];
        var path = Assert.Single((await SimulateAsync(draft, Monday, new SimulationScenario { Answers = unanswered })).Paths);
        Assert.Equal(("2026-01-27 23:59", SimulationEnd.Finished), (Paris(path.EndedAt), path.End));
        Assert.Contains(Of(path, SimulationEventKind.Mail), mail => mail.Text!.EndsWith("n’est pas recevable", StringComparison.Ordinal) && mail.Body!.Contains("Le dossier est resté incomplet", StringComparison.Ordinal));

        path = Assert.Single((await SimulateAsync(draft, Monday, new SimulationScenario { Answers = [new("shortlist", "Sans réponse")] })).Paths);
        Assert.Equal("2026-01-20 23:59", Paris(Of(path, SimulationEventKind.Task)[3].At));
    }

    [Fact]
    public async Task A_draft_is_what_runs_not_the_published_version_of_its_name()
    {
        var draft = Load("candidature");
        Activity(draft, "opinions")["workingDays"]!["expression"]!["value"] = "2";
        var path = Assert.Single((await SimulateAsync(draft, Monday)).Paths);
        Assert.Equal("2026-01-20 23:59", Paris(Of(path, SimulationEventKind.Task)[3].DueAt!.Value));

        // Two working days are over before anybody answers.
        Assert.Equal("Délai dépassé", Of(path, SimulationEventKind.Branch)[3].Answer);
    }

    [Fact]
    public async Task A_failure_of_the_business_is_an_incident_of_the_timeline()
    {
        var draft = Load("incubation");
        Activity(draft, "cycle")["type"] = "Elsa.Start";
        Activity(draft, "welcome")["type"] = "Elsa.Start";
        var path = Assert.Single((await SimulateAsync(draft, Monday)).Paths);
        var incident = Assert.Single(Of(path, SimulationEventKind.Incident));
        Assert.Equal("2026-01-08 09:00", Paris(incident.At));
        Assert.Contains("n’a pas de cycle en cours", incident.Text, StringComparison.Ordinal);
        Assert.Equal(SimulationEnd.Incident, path.End);
    }

    [Fact]
    public async Task An_answer_that_the_domain_refuses_is_told()
    {
        var draft = Load("candidature");
        Activity(draft, "launch")["type"] = "Fabrique.DecideApplication";
        ((JsonArray)draft.Root!["connections"]!).Single(connection => (string)connection!["source"]!["activity"]! == "launch")!["source"]!["port"] = "Retained";
        var path = Assert.Single((await SimulateAsync(draft, Monday)).Paths);
        Assert.Contains("déjà enregistrée", Assert.Single(Of(path, SimulationEventKind.Refused)).Text, StringComparison.Ordinal);
        Assert.Equal(SimulationEnd.Blocked, path.End);
    }

    [Fact]
    public async Task Simulations_at_once_do_not_see_each_other()
    {
        string[] definitions = ["candidature", "incubation", "candidature", "appel", "incubation", "candidature"];
        var alone = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var definition in definitions.Distinct())
        {
            alone[definition] = Story(await RunAsync(definition));
        }

        var together = await AtOnce.RunAsync(definitions.Length, number => RunAsync(definitions[number]));
        Assert.Equal(definitions.Select(definition => alone[definition]), together.Select(Story));

        static string Story(SimulationPath path) => string.Join('\n', path.Events.Select(happened => $"{happened.At:o} {SimulationText.Describe(happened)}"));
    }

    [Fact]
    public async Task A_scratch_database_is_empty_whoever_used_its_name_before()
    {
        var first = new ScratchDatabase();
        using var other = new ScratchDatabase();
        Assert.NotEqual(first.Options.Path, other.Options.Path);
        await WriteAsync(first, "left behind");
        Assert.Equal(1, await CountAsync(first));
        Assert.Equal(0, await CountAsync(other));
        first.Dispose();
        using var again = new ScratchDatabase();
        Assert.Equal(first.Options.Path, again.Options.Path);
        Assert.Equal(0, await CountAsync(again));
    }

    [Theory, EngineData]
    public async Task A_stored_version_is_lent_and_nothing_real_is_written_or_sent(Engine engine)
    {
        var transport = new CountingTransport();
        await using var app = await FabriqueApp.StartAsync(engine, services => services.Replace(ServiceDescriptor.Singleton<IMailTransport>(transport)));
        var shipped = (await app.Services.GetRequiredService<WorkflowDefinitionStore>().GetPublishedAsync("candidature"))!;
        var edited = WorkflowDocument.Parse(shipped.Json);
        Activity(edited, "decision")["workingDays"]!["expression"]!["value"] = "1";
        var newer = await app.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(edited);
        var before = (Rows: await CountRowsAsync(app), State: await app.DescribeAsync());

        var simulator = app.Services.GetRequiredService<ProcedureSimulator>();
        var startsAt = ParisTime.ToUtc(Monday, new TimeOnly(9, 0));
        foreach (var (version, due) in new[] { (shipped.Id, "2026-01-28 23:59"), (newer.Id, "2026-01-22 23:59") })
        {
            var request = (await simulator.FindVersionAsync(version, startsAt, CancellationToken.None))!;
            var path = Assert.Single((await simulator.SimulateAsync(request, CancellationToken.None)).Paths);
            Assert.Equal(due, Paris(Of(path, SimulationEventKind.Task)[5].DueAt!.Value));
            Assert.Contains(path.Events, happened => happened.DefinitionId == "incubation");
            Assert.True(path.Mails > 10);
        }

        Assert.Null(await simulator.FindVersionAsync("no-such-version", startsAt, CancellationToken.None));
        Assert.Equal(before.Rows, await CountRowsAsync(app));
        Assert.Equal(before.State, await app.DescribeAsync());
        Assert.Equal(0, transport.Delivered);
        await using var world = new ProductWorld(new SimulationClock(startsAt), ModuleSamples.Modules, MailSamples.Renderer);
        Assert.Null(world.Services.GetService<IMailTransport>());
    }

    /// <summary>Ten working days after Monday 5 January is Monday 19; recalled the Friday before; told to the administration on Thursday 22. Nobody answers in time.</summary>
    [Fact]
    public async Task A_drawn_task_is_asked_recalled_told_and_its_outcomes_are_explored()
    {
        var document = Drawing.Document(
            "verification",
            [
                Drawing.Node(
                    "verify", "Fabrique.Task", ("title", Drawing.Literal("Vérifier")), ("assignee", Drawing.Literal("Applicant")), ("workingDays", Drawing.Literal(10)), ("reminders", Drawing.Literal("J-3")),
                    ("escalateTo", Drawing.Literal("Administrateur")), ("outcomes", Drawing.Json("""["Oui", "Non"]""")), ("form", Drawing.Literal("Montant : nombre obligatoire\nAvis : choix obligatoire (A | B)\nLe : date obligatoire\nLu : case obligatoire"))),
                Drawing.Node("ask", "Fabrique.Task", ("title", Drawing.Literal("Écrire")), ("assignee", Drawing.Literal("claude@ministere.example")), ("outcomes", Drawing.Js("['Fait', 'Refusé']"))),
                Drawing.Node("end", "Elsa.WriteLine", ("text", Drawing.Literal("fini"))),
            ],
            "verify.Oui -> ask",
            "ask.Fait -> end",
            "ask.Refusé -> end");
        var report = await SimulateAsync(document, Monday, new SimulationScenario { Explores = true });
        Assert.Empty(report.Problems);
        Assert.Equal(["Non", "Oui, Fait", "Oui, Refusé"], report.Paths.Select(path => string.Join(", ", path.Choices.Select(choice => choice.Answer))).Order(StringComparer.Ordinal));
        Assert.All(report.Paths, path => Assert.Equal(SimulationEnd.Finished, path.End));

        var late = Assert.Single((await SimulateAsync(document, Monday, new SimulationScenario { Answers = [new("verify", "Oui") { AfterWorkingDays = 20 }] })).Paths);
        Assert.Equal(
            [("2026-01-05 09:00", "l’agent porteur", "2026-01-19 23:59", "2026-01-16 09:00"), ("2026-02-02 09:00", "claude@ministere.example", "2026-02-09 23:59", "2026-02-06 09:00, 2026-02-11 09:00")],
            Of(late, SimulationEventKind.Task).Select(Describe));
        Assert.Equal(
            ["2026-01-05 09:00 l’agent porteur", "2026-01-16 09:00 l’agent porteur", "2026-01-22 09:00 l’administration", "2026-02-02 09:00 claude@ministere.example"],
            Of(late, SimulationEventKind.Mail).Select(mail => $"{Paris(mail.At)} {mail.Person}"));
    }

    internal static WorkflowDocument Load(string definition) =>
        WorkflowDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "workflows", definition, $"{definition}.json")));

    private static JsonNode Activity(WorkflowDocument document, string id) => ((JsonArray)document.Root!["activities"]!).Single(activity => (string)activity!["id"]! == id)!;

    private static async Task<SimulationPath> RunAsync(string definition, DateOnly? day = null, ScriptedAnswer[]? answers = null) =>
        Assert.Single((await SimulateAsync(Load(definition), day ?? Monday, new SimulationScenario { Answers = answers ?? [] })).Paths);

    private static Task<SimulationReport> SimulateAsync(WorkflowDocument document, DateOnly day, SimulationScenario? scenario = null) =>
        SimulateAsync(document, ParisTime.ToUtc(day, new TimeOnly(9, 0)), scenario);

    internal static Task<SimulationReport> SimulateAsync(WorkflowDocument document, DateTime startsAt, SimulationScenario? scenario = null) =>
        Simulator.SimulateAsync(new SimulationRequest(document, startsAt)
        {
            Others = [Load("appel"), Load("candidature"), Load("incubation"), Load("jury")],
            Scenario = scenario ?? new SimulationScenario(),
        });

    private static List<SimulationEvent> Of(SimulationPath path, SimulationEventKind kind) => [.. path.Events.Where(happened => happened.Kind == kind)];

    private static string Paris(DateTime instant) => ParisTime.FromUtc(instant).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static (string At, string? Person, string Due, string Reminders) Describe(SimulationEvent task) =>
        (Paris(task.At), task.Person, Paris(task.DueAt!.Value), string.Join(", ", task.Reminders.Select(Paris)));

    private static ServiceProvider Open(ScratchDatabase database) => new ServiceCollection().AddLogging().AddFabriqueData(database.Options).BuildServiceProvider();

    private static async Task WriteAsync(ScratchDatabase database, string name)
    {
        await using var services = Open(database);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        db.Settings.Add(new Setting { Name = name });
        await db.SaveChangesAsync();
    }

    private static async Task<int> CountAsync(ScratchDatabase database)
    {
        await using var services = Open(database);
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Settings.CountAsync();
    }

    /// <summary>Rows of every table, the runtime's included.</summary>
    private static Task<string> CountRowsAsync(FabriqueApp app) => app.ReadAsync(async db =>
    {
        var counts = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            // The model's own names: there is nothing to inject.
#pragma warning disable EF1002
            var count = await db.Database.SqlQueryRaw<long>($"select count(*) as \"Value\" from \"{table}\"").SingleAsync();
#pragma warning restore EF1002
            counts.Add(string.Create(CultureInfo.InvariantCulture, $"{table} {count}"));
        }

        return string.Join('\n', counts);
    });

    private sealed class CountingTransport : IMailTransport
    {
        private int delivered;

        public int Delivered => delivered;

        public Task<Delivery> DeliverAsync(OutgoingMail mail, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref delivered);
            return Task.FromResult(Delivery.Accepted);
        }
    }
}

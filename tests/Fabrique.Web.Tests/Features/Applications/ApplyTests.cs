using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Applications;

public sealed class ApplyTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Path = "/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles";
    private const string Review = "Relire et déposer";
    private const string Submit = "Déposer ma candidature";
    private const string Save = "Enregistrer le brouillon";
    private const string Title = "Girouette – le vent, commune par commune";

    private static readonly (string Name, string Value)[] Fields =
    [
        ("Answers[title]", Title),
        ("Answers[problem]", "Douze heures de calcul par dossier."),
        ("Answers[solution]", "Une carte."),
        ("Answers[first-users]", "Deux directions départementales."),
    ];

    [Theory]
    [EngineData]
    public async Task A_submission_one_second_late_is_refused_and_kept_as_a_draft(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await browser.PressAsync(Review, Fields);
        var form = browser.Prepare(Submit);
        await app.JumpAsync((await CallAsync(app)).ClosesAt.AddSeconds(1));
        await browser.SendAsync(form);

        var application = await FindAsync(app);
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Cet appel est clos depuis", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Une carte.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(ApplicationStatus.Draft, application.Status);
        Assert.Equal("Une carte.", application.Answers.Text("solution"));
        Assert.Equal((0, 0), await ConsequencesAsync(app, application));
    }

    [Fact]
    public async Task Whoever_begins_a_form_is_told_of_their_drafts_until_the_call_has_closed()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        Assert.DoesNotContain("brouillon pour cet appel", browser.Text, StringComparison.Ordinal);
        Assert.Contains("(heure de Paris)", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync(Save, Fields);
        var reference = (await FindAsync(app)).Reference;

        await browser.GoAsync(Path);
        Assert.Contains("Vous avez déjà un brouillon pour cet appel", browser.Text, StringComparison.Ordinal);
        await browser.FollowAsync($"Reprendre « {Title} »");
        Assert.Equal($"/candidatures/{reference}/modifier", browser.Address.AbsolutePath);

        // Once the call has closed: nothing to complete, and nobody who has no draft is told that theirs is kept.
        var call = await CallAsync(app);
        await browser.GoAsync($"/candidatures/{reference}");
        Assert.Contains("Compléter et déposer", browser.Text, StringComparison.Ordinal);
        await app.JumpAsync(call.ClosesAt.AddSeconds(1));
        await browser.GoAsync($"/candidatures/{reference}");
        Assert.DoesNotContain("Compléter et déposer", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Votre brouillon est conservé", browser.Text, StringComparison.Ordinal);
        using var other = await app.BrowseAsync("directrice");
        await other.GoAsync($"/appels/{call.Slug}");
        Assert.Contains("il ne reçoit plus de candidature", other.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("brouillon", other.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_says_until_when_it_waits_for_its_author()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await browser.PressAsync(Save, Fields);
        await browser.GoAsync($"/candidatures/{(await FindAsync(app)).Reference}");

        var timeline = FormBrowser.Fold(browser.Page.QuerySelector(".fab-timeline")!.TextContent);
        Assert.Contains($"Jusqu’au {FrenchDate.Day((await CallAsync(app)).ClosesAt)}", timeline, StringComparison.Ordinal);
        Assert.Contains("Dépôt de votre candidature En attente de : vous", timeline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submission_just_in_time_is_accepted()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        var form = browser.Prepare(Review, Fields);
        await app.JumpAsync((await CallAsync(app)).ClosesAt.AddSeconds(-30));
        await browser.SendAsync(form);
        await browser.PressAsync(Submit);
        Assert.Contains("Votre candidature est déposée.", browser.Text, StringComparison.Ordinal);
        var application = await FindAsync(app);
        Assert.Equal($"/candidatures/{application.Reference}/accuse-de-reception", browser.Address.AbsolutePath);
        Assert.Contains($"Conservez sa référence : {application.Reference}", browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Theory]
    [EngineData(Save)]
    [EngineData(Review)]
    public async Task A_new_form_sent_twice_makes_one_application(Engine engine, string button)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        var form = browser.Prepare(button, Fields);
        await browser.SendAsync(form);
        await browser.SendAsync(form);

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var application = await FindAsync(app);
        Assert.Equal(ApplicationStatus.Draft, application.Status);
        Assert.Equal((0, 0), await ConsequencesAsync(app, application));
    }

    [Theory]
    [EngineData]
    public async Task A_submission_sent_eight_times_at_once_is_received_once(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await browser.PressAsync(Review, Fields);
        var review = browser.Address.PathAndQuery;
        var ready = await AtOnce.RunAsync(8, async _ =>
        {
            var another = await app.BrowseAsync("agent");
            await another.GoAsync(review);
            return (Browser: another, Form: another.Prepare(Submit));
        });
        var statuses = await AtOnce.RunAsync(8, async number =>
        {
            using var another = ready[number].Browser;
            await another.SendAsync(ready[number].Form);
            return another.Status;
        });

        Assert.All(statuses, found => Assert.True(found is HttpStatusCode.OK or HttpStatusCode.Conflict, string.Join(", ", statuses)));
        var application = await FindAsync(app);
        Assert.Equal(ApplicationStatus.AwaitingApproval, application.Status);
        Assert.Equal((1, 1), await ConsequencesAsync(app, application));
    }

    [Theory]
    [EngineData(Save)]
    [EngineData(Review)]
    public async Task A_new_form_sent_eight_times_at_once_makes_one_application(Engine engine, string button)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = Guid.CreateVersion7(app.Clock.GetUtcNow()).ToString();
        var browsers = await AtOnce.RunAsync(8, async _ =>
        {
            var browser = await app.BrowseAsync("agent");
            await browser.GoAsync(Path);
            return (Browser: browser, Form: browser.Prepare(button, Fields).With("ApplicationId", id));
        });
        var statuses = await AtOnce.RunAsync(8, async number =>
        {
            var (browser, form) = browsers[number];
            using (browser)
            {
                await browser.SendAsync(form);
                return browser.Status;
            }
        });

        Assert.All(statuses, found => Assert.True(found is HttpStatusCode.OK or HttpStatusCode.Conflict, string.Join(", ", statuses)));
        Assert.Contains(HttpStatusCode.OK, statuses);
        Assert.Equal(ApplicationStatus.Draft, (await FindAsync(app)).Status);
    }

    [Theory]
    [EngineData(false)]
    [EngineData(true)]
    public async Task Who_comes_back_to_the_form_that_they_sent_finds_what_was_saved(Engine engine, bool submits)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        var form = browser.Address.PathAndQuery;
        Assert.StartsWith($"{Path}&id=", form, StringComparison.Ordinal);
        await browser.PressAsync(Review, Fields);
        if (submits)
        {
            await browser.PressAsync(Submit);
        }

        var application = await FindAsync(app);
        await browser.GoAsync(form);
        Assert.Equal($"/candidatures/{application.Reference}{(submits ? "" : "/modifier")}", browser.Address.PathAndQuery);

        // To somebody else it is a form like another.
        using var other = await app.BrowseAsync("agent2");
        await other.GoAsync(form);
        Assert.Equal((HttpStatusCode.OK, form), (other.Status, other.Address.PathAndQuery));
    }

    [Fact]
    public async Task Somebody_else_cannot_overwrite_an_application_by_naming_its_id()
    {
        var app = await shared.OnAsync();
        var theirs = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Status == ApplicationStatus.Draft));
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await browser.SendAsync(browser.Prepare(Save, Fields).With("ApplicationId", theirs.Id.ToString()));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.DoesNotContain(theirs.Title, browser.Text, StringComparison.Ordinal);
        Assert.Equal(theirs.Answers, (await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Id == theirs.Id))).Answers);
    }

    [Fact]
    public async Task Thirty_thousand_characters_are_refused_beside_the_field_and_kept_on_the_page()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        var essay = new string('é', 30_000);
        await browser.SendAsync(browser.Prepare(Save, Fields).With("Answers[problem]", essay));

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        var area = browser.Page.QuerySelector("textarea[name='Answers[problem]']")!;
        Assert.Equal(essay, area.TextContent.Trim());
        var described = area.GetAttribute("aria-describedby")!.Split(' ').Select(id => browser.Page.GetElementById(id)?.TextContent ?? "");
        Assert.Contains(described, text => text.Contains("30\u202f000 caractères, pour 3\u202f000 au plus", StringComparison.Ordinal));
        Assert.False(await app.ReadAsync(db => db.Applications.AnyAsync(application => application.Title == Title)));
    }

    [Fact]
    public async Task What_is_missing_for_a_submission_is_said_beside_each_field_and_nothing_is_saved()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        await browser.PressAsync(Review, ("Answers[title]", Title));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Décrivez le problème.", browser.Text, StringComparison.Ordinal);
        Assert.Equal("true", browser.Page.QuerySelector("textarea[name='Answers[problem]']")!.GetAttribute("aria-invalid"));
        Assert.False(await app.ReadAsync(db => db.Applications.AnyAsync(application => application.Title == Title)));
    }

    [Fact]
    public async Task A_stale_tab_is_told_who_changed_what_and_keeps_its_text()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var first = await app.BrowseAsync("agent2");
        using var second = await app.BrowseAsync("agent2");
        var reference = await app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.Draft).Select(application => application.Reference).SingleAsync());
        await first.GoAsync($"/candidatures/{reference}/modifier");
        await second.GoAsync($"/candidatures/{reference}/modifier");
        await first.PressAsync(Save, ("Answers[title]", "Un premier titre"), ("Answers[solution]", "La première solution."));
        await second.PressAsync(Save, ("Answers[solution]", "La seconde solution."));

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("une autre réponse y est arrivée pendant que vous écriviez, de vous-même, dans une autre page.", second.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal("La seconde solution.", second.Page.QuerySelector("textarea[name='Answers[solution]']")!.TextContent.Trim());
        Assert.Equal("La première solution.", await SolutionAsync());
        Assert.Contains("La première solution.", second.Text, StringComparison.Ordinal);
        Assert.Equal("Un premier titre", second.Page.QuerySelector("[name='Answers[title]']")!.GetAttribute("value"));

        // Having been told, the person may insist.
        await second.PressAsync(Save);
        Assert.Equal("La seconde solution.", await SolutionAsync());

        async Task<string> SolutionAsync() =>
            (await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Reference == reference))).Answers.Text("solution");
    }

    [Theory]
    [EngineData]
    public async Task Two_who_answer_different_questions_both_have_their_way(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var first = await app.BrowseAsync("agent2");
        using var second = await app.BrowseAsync("agent2");
        var draft = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Status == ApplicationStatus.Draft));
        var path = $"/candidatures/{draft.Reference}/modifier";
        await first.GoAsync(path);
        await second.GoAsync(path);
        await first.PressAsync(Save, ("Answers[title]", "Un premier titre"));
        await second.PressAsync(Save, ("Answers[solution]", "La seconde solution."));

        Assert.Equal(HttpStatusCode.OK, second.Status);
        var saved = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Id == draft.Id));
        Assert.Equal(("Un premier titre", "La seconde solution.", draft.Answers.Text("problem")), (saved.Title, saved.Answers.Text("solution"), saved.Answers.Text("problem")));
    }

    [Fact]
    public async Task A_new_form_sent_again_with_other_answers_shows_all_that_was_saved()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync(Path);
        var form = browser.Prepare(Save, Fields);
        await browser.SendAsync(form);
        await browser.SendAsync(form.With("Answers[title]", "Un autre titre").With("Answers[solution]", "Un tableau."));

        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Equal("Un autre titre", browser.Page.QuerySelector("[name='Answers[title]']")!.GetAttribute("value"));
        foreach (var saved in (string[])[Title, "Une carte."])
        {
            Assert.Contains(saved, browser.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_call_that_does_not_exist_is_not_found()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("agent");
        await browser.GoAsync("/candidatures/nouvelle?appel=inconnu");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        await browser.GoAsync("/appels/inconnu");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Equal("Page introuvable", browser.Title);

        await browser.GoAsync(Path);
        await browser.SendAsync(browser.Prepare(Save, Fields).With("appel", "inconnu"));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    private static Task<CallForApplications> CallAsync(FabriqueApp app) => app.ReadAsync(db => db.Calls.SingleAsync(call => call.Status == CallStatus.Open));

    private static Task<Application> FindAsync(FabriqueApp app) => app.ReadAsync(db => db.Applications.SingleAsync(application => application.Title == Title));

    private static async Task<(int Instances, int Acknowledgements)> ConsequencesAsync(FabriqueApp app, Application application)
    {
        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        var instances = await app.Services.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { CorrelationId = subject.ToCorrelationId() });
        var mails = await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.SubjectId == application.Id && mail.Template == "candidature/accuse-de-reception"));
        return (instances.Count, mails);
    }
}

using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Forms;
using Fabrique.Web.Features.Forms.PublishForm;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Forms;

public sealed class FormBuilderTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Save = "Enregistrer dans le brouillon";

    [Fact]
    public async Task The_team_makes_and_publishes_a_form_without_script_and_reads_its_rules_in_french()
    {
        var app = await shared.OnAsync();
        var slug = (await HandlerCases.CallAsync(app, hasForm: false)).Slug;
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(FormLinks.Show(slug));
        Assert.Contains("Le modèle de la Fabrique", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Faire le formulaire de cet appel");

        // A choice, with a condition on a box of the model.
        await browser.FollowAsync("Ajouter à la fin");
        await browser.FollowAsync("Choix unique");
        await browser.PressAsync(Save, ("Label", "Votre <b>budget</b> ?"), ("Choices", "Petit\nMoyen\npetit"));
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("est proposée deux fois", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Ajouter la condition", ("Choices", "Petit\nMoyen"), ("NewGroup", ApplicationForms.CallBack));
        Assert.Contains("Votre <b>budget</b> ?", browser.Page.QuerySelector("textarea[name=Label]")!.TextContent, StringComparison.Ordinal);
        await browser.PressAsync("Relire la condition en français", ("Rule.Groups[0].Rows[0].Answer", "true"));
        Assert.Contains("« Rappelez-moi avant d’étudier ma candidature » est « Oui »", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync(Save);
        Assert.Contains("Votre <b>budget</b> ?", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main li b"));
        Assert.Contains("Posée si « Rappelez-moi avant d’étudier ma candidature » est « Oui »", browser.Text, StringComparison.Ordinal);

        // Moved above what it reads, it is a fault at once.
        var choice = (await DesignAsync(app, slug)).Draft.Fields[^1];
        for (var place = 0; place < 3; place++)
        {
            await browser.PressAsync("Monter « Votre <b>budget</b> ? »");
            Assert.Equal($"#champ-{choice.Key}", browser.Address.Fragment);
        }

        Assert.Contains("À corriger avant de publier", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(FormLinks.Publish(slug));
        Assert.Contains("Ce brouillon ne peut pas être publié", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(FormLinks.EditField(slug, choice.Key));
        Assert.Contains("n’est plus posée avant", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync(Save);
        Assert.Contains("retirez-la", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Retirer cette condition : question supprimée");
        await browser.PressAsync(Save);

        // Who may apply.
        await browser.FollowAsync("Ajouter une règle");
        await browser.PressAsync(Save, ("Otherwise", "Choisissez un petit budget."));
        Assert.Contains("Ajoutez au moins une condition", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Ajouter la condition", ("NewGroup", choice.Key));
        await browser.PressAsync(Save, ("Rule.Groups[0].Rows[0].Answer", choice.Choices[0].Key));
        Assert.Contains("Peut candidater si « Votre <b>budget</b> ? » est « Petit ». Sinon : « Choisissez un petit budget. »", browser.Text, StringComparison.Ordinal);

        await browser.GoAsync(FormLinks.Preview(slug));
        await browser.PressAsync("Vérifier mes réponses", ("Answers[title]", "Idée"), ($"Answers[{choice.Key}]", choice.Choices[1].Key));
        Assert.Contains("Choisissez un petit budget.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Décrivez le problème.", browser.Text, StringComparison.Ordinal);
        Assert.Empty(await app.ReadAsync(db => db.Applications.Where(application => db.Calls.Any(call => call.Slug == slug && call.Id == application.CallId)).ToListAsync()));

        await browser.GoAsync(FormLinks.Publish(slug));
        Assert.Contains("Ajout : « Votre <b>budget</b> ? »", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Publier cette version");
        await browser.GoAsync(FormLinks.Versions(slug));
        Assert.Contains("par Anouk Églantine", browser.Text, StringComparison.Ordinal);
    }

    /// <summary>What a script asks for as somebody types: the questions as they will be met, from what is typed and not kept.</summary>
    [Theory, EngineData]
    public async Task What_a_sheet_would_make_of_the_form_is_shown_as_it_is_typed_and_nothing_is_kept(Engine engine)
    {
        var app = await shared.OnAsync(engine);
        var slug = (await HandlerCases.CallAsync(app, hasForm: true)).Slug;
        var before = await DesignAsync(app, slug);
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(FormLinks.EditField(slug, ApplicationForms.Problem));
        Assert.True(browser.Page.QuerySelector("[data-preview]")!.HasAttribute("hidden"));
        var sheet = browser.Prepare(Save, ("Label", "Le problème <b>chiffré</b>"), ("Hint", "Combien, chez qui ?"), ("Example", "Dix heures par dossier."), ("MaximumWords", "200"));
        sheet = sheet with { Values = [.. sheet.Values.Where(field => field.Key != "IsRequired")] };
        await PreviewAsync(browser, sheet);
        var question = browser.Page.QuerySelector("[data-question=problem]")!;
        Assert.Contains("Le problème <b>chiffré</b> (facultatif)", question.TextContent, StringComparison.Ordinal);
        Assert.Contains("Combien, chez qui ? Par exemple : Dix heures par dossier. 200 mots au plus.", FormBrowser.Fold(question.TextContent), StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("b, form, header, [data-question=opinion]"));
        var shown = question.InnerHtml;

        // Another kind, before the sheet is that of the other kind; what cannot be is said, and changes nothing.
        await PreviewAsync(browser, sheet.With("NewType", FieldKind.Whole.Code).With("MaximumWords", ""));
        Assert.Equal("numeric", browser.Page.QuerySelector("[name='Answers[problem]']")!.GetAttribute("inputmode"));
        Assert.Equal("Proposez au moins deux réponses, une par ligne.", await WhyNotAsync(browser, sheet.With("NewType", FieldKind.Choice.Code)));
        Assert.Equal("Donnez un libellé.", await WhyNotAsync(browser, sheet.With("Label", " ")));
        Assert.Equal("Écrivez un nombre entier de 1 à 4 000.", await WhyNotAsync(browser, sheet.With("MaximumWords", "beaucoup")));
        Assert.Contains("page était ouverte depuis trop longtemps", await WhyNotAsync(browser, sheet.With("__RequestVerificationToken", "autre")), StringComparison.Ordinal);
        var after = await DesignAsync(app, slug);
        Assert.Equal((before.Version, before.ChangedAt, "Le problème"), (after.Version, after.ChangedAt, after.Draft.Find(ApplicationForms.Problem)!.Label));

        // Once it is saved, the page of the preview shows the very same.
        await browser.SendAsync(sheet);
        await browser.GoAsync(FormLinks.Preview(slug));
        Assert.Equal(shown, browser.Page.QuerySelector("[data-question=problem]")!.InnerHtml);
    }

    [Fact]
    public async Task What_is_answered_beside_a_sheet_shows_what_its_rule_makes_of_it()
    {
        var app = await shared.OnAsync();
        var slug = (await HandlerCases.CallAsync(app, hasForm: true)).Slug;
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(FormLinks.AddField(slug, FieldKind.Choice.Code, null, null));
        var sheet = browser.Prepare(Save, ("Label", "À qui ?"), ("Choices", "Une commune\nUn service"));
        foreach (var (part, value) in new[] { ("IsAll", "true"), ("Rows[0].Question", ApplicationForms.Problem), ("Rows[0].Test", RuleRowInput.Filled) })
        {
            sheet = sheet.With($"Rule.Groups[0].{part}", value);
        }

        await PreviewAsync(browser, sheet);
        Assert.Contains("Posée si « Le problème » a une réponse. Ce n’est pas le cas avec les réponses ci-dessous", browser.Text, StringComparison.Ordinal);
        Assert.True(browser.Page.QuerySelector("[data-question=a-qui]")!.HasAttribute("hidden"));
        await PreviewAsync(browser, sheet.With("Answers[problem]", "Trop long."));
        Assert.False(browser.Page.QuerySelector("[data-question=a-qui]")!.HasAttribute("hidden"));
        Assert.Equal("Trop long.", browser.Page.QuerySelector("textarea[name='Answers[problem]']")!.TextContent.Trim());
        Assert.Equal(["Une commune", "Un service"], browser.Page.QuerySelectorAll("[data-question=a-qui] .fr-radio-group label").Select(label => FormBrowser.Fold(label.TextContent)));
        Assert.Null(browser.Page.QuerySelector("[data-question=solution]"));

        await browser.GoAsync(FormLinks.Eligibility(slug));
        var rule = browser.Prepare(Save, ("Otherwise", "Lisez d’abord l’appel."));
        Assert.Contains("Ajoutez au moins une condition", await WhyNotAsync(browser, rule), StringComparison.Ordinal);
        foreach (var (part, value) in new[] { ("IsAll", "true"), ("Rows[0].Question", ApplicationForms.GuideRead), ("Rows[0].Test", nameof(RuleComparison.Is)), ("Rows[0].Answer", "true") })
        {
            rule = rule.With($"Rule.Groups[0].{part}", value);
        }

        await PreviewAsync(browser, rule);
        Assert.Contains("on ne peut pas candidater : « Lisez d’abord l’appel. »", browser.Text, StringComparison.Ordinal);
        await PreviewAsync(browser, rule.With("Answers[guide-read]", "true"));
        Assert.Contains("cette règle permet de candidater", browser.Text, StringComparison.Ordinal);
        Assert.Single(browser.Page.QuerySelectorAll("[data-question]"));
        Assert.Empty((await DesignAsync(app, slug)).Draft.Eligibility);
    }

    /// <summary>It is asked for at each pause of whoever types.</summary>
    [Theory, EngineData]
    public async Task What_is_shown_beside_a_sheet_costs_no_more_than_a_page(Engine engine)
    {
        var count = new CommandCount();
        await using var app = await FabriqueApp.StartAsync(engine, services => services.AddSingleton<IInterceptor>(count));
        var slug = (await HandlerCases.CallAsync(app, hasForm: true)).Slug;
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(FormLinks.AddField(slug, FieldKind.Unit.Code, null, null));
        var sheet = browser.Prepare(Save, ("Label", "Votre service"));
        await PreviewAsync(browser, sheet);
        count.Total = 0;
        await PreviewAsync(browser, sheet.With("Answers[votre-service]", "Secrétariat général"));
        Assert.InRange(count.Total, 1, 10);
    }

    private sealed class CommandCount : DbCommandInterceptor
    {
        private int total;

        public int Total
        {
            get => Volatile.Read(ref total);
            set => Volatile.Write(ref total, value);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref total);
            return ValueTask.FromResult(result);
        }
    }

    [Fact]
    public async Task Whoever_deletes_a_question_that_rules_read_is_told_which_and_what_is_then_to_be_mended()
    {
        var app = await shared.OnAsync();
        var slug = (await HandlerCases.CallAsync(app, hasForm: true)).Slug;
        await app.ReadAsync(async db =>
        {
            var design = await db.Forms.SingleAsync(form => db.Calls.Any(call => call.Slug == slug && call.FormId == form.Id));
            var read = new NotRule(new EmptyRule(ApplicationForms.Problem));
            Assert.Null(design.Change(new ReplaceField(design.Draft.Find(ApplicationForms.Opinion)! with { VisibleWhen = read }), app.Now));
            Assert.Null(design.Change(new PutEligibility(null, new EligibilityRule(read, "Dites d’abord le problème.")), app.Now));
            return await db.SaveChangesAsync();
        });
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(FormLinks.DeleteField(slug, ApplicationForms.Solution));
        Assert.DoesNotContain("porte sur elle", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(FormLinks.DeleteField(slug, ApplicationForms.Problem));
        Assert.Contains("La condition de « Un avis, une remarque, une question » porte sur elle.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Une règle d’éligibilité porte sur elle. Il faudra corriger avant de publier.", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Supprimer");
        Assert.Contains("« Le problème » est retirée du brouillon.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Condition d’affichage de « Un avis, une remarque, une question » : elle porte sur une question", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Règle d’éligibilité n° 1 : elle porte sur une question", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(FormLinks.Publish(slug));
        Assert.Contains("Ce brouillon ne peut pas être publié", browser.Text, StringComparison.Ordinal);
    }

    /// <summary>A call that says nothing of its form asks what beta.gouv.fr asks.</summary>
    [Fact]
    public async Task The_model_asks_what_the_calls_of_the_State_ask()
    {
        var app = await shared.OnAsync();
        var slug = (await HandlerCases.CallAsync(app, hasForm: false)).Slug;
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(FormLinks.Show(slug));
        Assert.Equal(
            [
                "Votre idée Section", "Titre de votre idée Texte court, obligatoire", "Le problème Texte long, obligatoire", "La solution envisagée Texte long, obligatoire", "Les premiers usagers et partenaires Texte long, obligatoire",
                "Pour finir Section", "Un avis, une remarque, une question Texte long", "Rappelez-moi avant d’étudier ma candidature Case à cocher", "J’ai lu la présentation de l’appel Case à cocher",
                "J’accepte que mon idée soit partagée avec les services du ministère Case à cocher",
            ],
            browser.Page.QuerySelectorAll("main h2 + ol > li").Select(line => FormBrowser.Fold(line.TextContent)));
    }

    [Fact]
    public async Task Of_two_who_edit_one_draft_the_second_reads_who_changed_what_and_keeps_their_text()
    {
        var app = await shared.OnAsync();
        var slug = (await HandlerCases.CallAsync(app, hasForm: true)).Slug;
        using var first = await app.BrowseAsync("equipe");
        using var second = await app.BrowseAsync("admin");
        foreach (var browser in new[] { first, second })
        {
            await browser.GoAsync(FormLinks.EditField(slug, ApplicationForms.Problem));
        }

        await first.PressAsync(Save, ("Label", "Le problème chiffré"));
        await second.PressAsync(Save, ("Label", "Le problème raconté"));
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("Anouk Églantine a modifié ces informations", second.Text, StringComparison.Ordinal);
        Assert.Contains("libellé : « Le problème chiffré » au lieu de « Le problème raconté »", second.Text, StringComparison.Ordinal);
        await second.PressAsync(Save);
        Assert.Equal("Le problème raconté", (await DesignAsync(app, slug)).Draft.Find(ApplicationForms.Problem)!.Label);
    }

    [Fact]
    public async Task Deleting_a_question_says_how_many_drafts_answer_it_and_publishing_tells_their_authors()
    {
        var app = await shared.OnAsync();
        var call = await HandlerCases.CallAsync(app, hasForm: true);
        var agent = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Kenza Fauvette").Select(person => person.Id).SingleAsync());
        var answered = Application.StartDraft(Guid.CreateVersion7(), "E-1", call.Id, agent, ApplicationForms.Fill("Idée", "Un problème.", "", ""), app.Now);
        var empty = Application.StartDraft(Guid.CreateVersion7(), "E-2", call.Id, agent, ApplicationForms.Fill("Autre", "", "", ""), app.Now);
        await app.ReadAsync(db =>
        {
            db.AddRange(answered, empty);
            return db.SaveChangesAsync();
        });
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(FormLinks.DeleteField(call.Slug, ApplicationForms.Problem));
        Assert.Contains("Un brouillon y répond", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Supprimer");
        await browser.GoAsync(FormLinks.Publish(call.Slug));
        Assert.Contains("« Le problème » : une réponse n’y a plus sa place", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Publier cette version");

        var drafts = await app.ReadAsync(db => db.Applications.Where(application => application.CallId == call.Id).OrderBy(application => application.Reference).ToListAsync());
        Assert.Equal(["Un problème."], drafts.SelectMany(draft => draft.Answers.Former).Select(former => former.Shown).Where(shown => shown.StartsWith("Un", StringComparison.Ordinal)));
        Assert.All(drafts, draft => Assert.Equal(1, draft.FormVersion!.Number));
        var told = await app.ReadAsync(db => db.TimelineEntries.Where(entry => entry.SubjectId == answered.Id || entry.SubjectId == empty.Id).ToListAsync());
        Assert.Equal((answered.Id, "Le formulaire de l’appel a changé : votre réponse à « Le problème » n’y a plus sa place et reste conservée avec votre candidature."), (Assert.Single(told).SubjectId, told[0].Sentence));

        // Whoever had nothing to add is asked something.
        await browser.GoAsync(FormLinks.ChooseKind(call.Slug));
        await browser.FollowAsync("Texte long");
        await browser.PressAsync(Save, ("Label", "Le problème"), ("IsRequired", "true"));
        await browser.GoAsync(FormLinks.Publish(call.Slug));
        Assert.Contains("« Le problème » : demandée à 2 brouillons", browser.Text, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task Three_hundred_drafts_of_two_hundred_questions_are_carried_at_once(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var call = await HandlerCases.CallAsync(app, hasForm: true);
        var design = await DesignAsync(app, call.Slug);
        await app.ReadAsync(async db =>
        {
            var tracked = await db.Forms.Include(form => form.Versions).SingleAsync(form => form.Id == design.Id);
            for (var number = tracked.Draft.Fields.Count; number < Form.MostFields; number++)
            {
                Assert.Null(tracked.Change(new AddField(new FormField("", string.Create(CultureInfo.InvariantCulture, $"Question {number}"), FieldKind.Text)), app.Now));
            }

            return await db.SaveChangesAsync();
        });
        await PublishAsync(app, call);
        await app.ReadAsync(async db =>
        {
            var form = await db.FormVersions.SingleAsync(one => one.DesignId == design.Id);
            var agents = await db.StaffMembers.Select(person => person.Id).ToListAsync();
            for (var number = 0; number < 300; number++)
            {
                var answers = form.Form.Fill(form.Form.Questions.Where(field => field.Kind == FieldKind.Text).Select(field => KeyValuePair.Create(field.Key, (string?)"Une réponse.")));
                db.Applications.Add(Application.StartDraft(Guid.CreateVersion7(), $"E-{number:000}", call.Id, agents[number % agents.Count], answers, app.Now, form));
            }

            return await db.SaveChangesAsync();
        });
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(FormLinks.Show(call.Slug));
        Assert.Contains("200 champs", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(FormLinks.EditField(call.Slug, "question-150"));
        await browser.PressAsync(Save, ("Label", new string('é', 301)));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.PressAsync(Save, ("Label", new string('é', 300)));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.GoAsync(FormLinks.DeleteField(call.Slug, "question-100"));
        Assert.Contains("300 brouillons y répondent", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Supprimer");
        await browser.GoAsync(FormLinks.Preview(call.Slug));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.GoAsync(FormLinks.Publish(call.Slug));
        await browser.PressAsync("Publier cette version");
        Assert.True(browser.Status is HttpStatusCode.OK, browser.Text);

        var drafts = await app.ReadAsync(db => db.Applications.Where(application => application.CallId == call.Id).ToListAsync());
        Assert.All(drafts, draft => Assert.Equal((2, "Une réponse."), (draft.FormVersion!.Number, Assert.Single(draft.Answers.Former).Shown)));
        Assert.Equal(300, await app.ReadAsync(db => db.TimelineEntries.CountAsync(entry => entry.Sentence.StartsWith("Le formulaire de l’appel a changé"))));
    }

    private static async Task PreviewAsync(FormBrowser browser, PreparedForm sheet)
    {
        await browser.SendAsync(sheet.To("?handler=Preview"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.NotNull(browser.Page.QuerySelector("[data-preview-key]"));
    }

    private static async Task<string> WhyNotAsync(FormBrowser browser, PreparedForm sheet)
    {
        await browser.SendAsync(sheet.To("?handler=Preview"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return FormBrowser.Fold(JsonDocument.Parse(browser.Page.Body!.TextContent).RootElement.GetProperty("sentence").GetString()!);
    }

    internal static Task<FormDesign> DesignAsync(FabriqueApp app, string slug) => app.ReadAsync(db => db.Forms.AsNoTracking().SingleAsync(form => db.Calls.Any(call => call.Slug == slug && call.FormId == form.Id)));

    private static async Task PublishAsync(FabriqueApp app, CallForApplications call)
    {
        var version = (await DesignAsync(app, call.Slug)).Version;
        Assert.True((await app.ActAsync("equipe", services => services.GetRequiredService<PublishFormHandler>().HandleAsync(new PublishForm(call.Id, version), CancellationToken.None))).IsDone);
    }
}

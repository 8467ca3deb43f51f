using System.Globalization;
using System.Net;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Testing;
using Fabrique.Web.Features.Forms;
using Fabrique.Web.Features.Forms.PublishForm;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
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

    internal static Task<FormDesign> DesignAsync(FabriqueApp app, string slug) => app.ReadAsync(db => db.Forms.AsNoTracking().SingleAsync(form => db.Calls.Any(call => call.Slug == slug && call.FormId == form.Id)));

    private static async Task PublishAsync(FabriqueApp app, CallForApplications call)
    {
        var version = (await DesignAsync(app, call.Slug)).Version;
        Assert.True((await app.ActAsync("equipe", services => services.GetRequiredService<PublishFormHandler>().HandleAsync(new PublishForm(call.Id, version), CancellationToken.None))).IsDone);
    }
}

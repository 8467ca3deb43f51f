using System.Net;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Products;
using Fabrique.Domain.Similarity;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Similarities;
using Fabrique.Web.Features.Similarities.FindResemblances;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Similarities;

/// <summary>Ideas that are close to one another: found, shown to the team only, judged; and applications that join a product instead.</summary>
public sealed class DuplicatesTests
{
    private static readonly FormAnswers Hedges = ApplicationForms.Fill(
        "Bocage – suivre les haies plantées",
        "Les haies financées par la direction départementale ne sont visitées qu’une fois. Personne ne sait combien de plants survivent après trois ans.",
        "Une application où les agriculteurs photographient leurs haies, et où la direction suit la reprise des plants.",
        "Douze agriculteurs et deux conseillers de la chambre d’agriculture.");

    private static readonly FormAnswers SameHedges = ApplicationForms.Fill(
        "Savoir ce que deviennent les haies subventionnées",
        "Après trois ans, la direction départementale ignore si les plants des haies qu’elle a financées ont survécu.",
        "L’agriculteur enverrait des photographies depuis une application, et la direction suivrait la reprise des plants.",
        "Des agriculteurs volontaires, la chambre d’agriculture.");

    private static readonly FormAnswers Short = ApplicationForms.Fill("Une idée", "Un problème.", "Une solution.", "Nous.");

    [Theory]
    [EngineData]
    public async Task Close_ideas_are_found_once_by_several_hosts_shown_to_the_team_only_and_put_aside(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (one, other, brief) = (await SubmitAsync(app, "agent", Hedges), await SubmitAsync(app, "agent2", SameHedges), await SubmitAsync(app, "agent2", Short));

        // Several hosts look at once, and once more.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => FindAsync(app))));
        await FindAsync(app);
        var pairs = await app.ReadAsync(db => db.Resemblances.Select(resemblance => new { resemblance.ApplicationId, resemblance.OtherApplicationId, resemblance.ProductId }).ToListAsync());
        Assert.Equal(pairs.Distinct().Count(), pairs.Count);
        Assert.Equal(await app.ReadAsync(async db => await db.Applications.CountAsync(application => application.SubmittedAt != null) + await db.Products.CountAsync()), await app.ReadAsync(db => db.SimilarityDocuments.CountAsync()));
        var pair = Assert.Single(await app.ReadAsync(db => db.Resemblances.Where(resemblance => resemblance.OtherApplicationId == one.Id || (resemblance.ApplicationId == one.Id && resemblance.ProductId == null)).ToListAsync()));
        Assert.Equal(other.Id, pair.OtherThan(one.Id));
        Assert.True(pair.Score >= SimilarityCorpus.Close, $"{pair.Score}");

        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ApplicationLinks.Show(one.Reference));
        Assert.Contains("Idées proches", team.Text, StringComparison.Ordinal);
        Assert.Contains("Savoir ce que deviennent les haies", team.Text, StringComparison.Ordinal);
        Assert.Contains("haies", team.Text, StringComparison.Ordinal);
        await team.GoAsync(SimilarityLinks.List(brief.Reference));
        Assert.Contains("trop court pour être comparé", team.Text, StringComparison.Ordinal);
        await team.GoAsync(SimilarityLinks.List(one.Reference));
        Assert.Contains("Les deux passages les plus proches", team.Text, StringComparison.Ordinal);
        Assert.Contains(other.Reference, team.Text, StringComparison.Ordinal);

        // Those who have the idea, and whoever reads one of the two, learn nothing of the other.
        foreach (var account in (string[])["agent", "agent2", "directrice", "manager"])
        {
            using var browser = await app.BrowseAsync(account);
            await browser.GoAsync(ApplicationLinks.Show(one.Reference));
            Assert.DoesNotContain("Idées proches", browser.Text, StringComparison.Ordinal);
            foreach (var path in (string[])[SimilarityLinks.List(one.Reference), SimilarityLinks.Compare(one.Reference, pair.Id)])
            {
                await browser.GoAsync(path);
                Assert.Equal(HttpStatusCode.NotFound, browser.Status);
            }
        }

        // The auditor reads, and changes nothing.
        using var auditor = await app.BrowseAsync("auditeur");
        await auditor.GoAsync(SimilarityLinks.Compare(one.Reference, pair.Id));
        Assert.Equal(HttpStatusCode.OK, auditor.Status);
        Assert.DoesNotContain("Est-ce la même idée", auditor.Text, StringComparison.Ordinal);

        await team.GoAsync(SimilarityLinks.Compare(one.Reference, pair.Id));
        await team.PressAsync("Enregistrer", ("Verdict", nameof(ResemblanceVerdict.Different)));
        await team.GoAsync(ApplicationLinks.Show(one.Reference));
        Assert.DoesNotContain("Savoir ce que deviennent", team.Text, StringComparison.Ordinal);
        await team.GoAsync(SimilarityLinks.List(other.Reference));
        Assert.Contains("écarté par Anouk Églantine", team.Text, StringComparison.Ordinal);

        // A text that changed is read anew: what was said stays, what is no longer close goes.
        var gone = Resemblance.OfApplications(Guid.CreateVersion7(), one.Id, brief.Id, app.Now);
        await app.ReadAsync(async db =>
        {
            db.Resemblances.Add(gone);
            await db.SaveChangesAsync();
            return await db.SimilarityDocuments.Where(document => document.Id == one.Id).ExecuteUpdateAsync(set => set.SetProperty(document => document.SourceVersion, -1).SetProperty(document => document.Words, "autre"));
        });
        await FindAsync(app);
        Assert.False(await app.ReadAsync(db => db.Resemblances.AnyAsync(resemblance => resemblance.Id == gone.Id)));
        Assert.Equal(ResemblanceVerdict.Different, await app.ReadAsync(db => db.Resemblances.Where(resemblance => resemblance.Id == pair.Id).Select(resemblance => resemblance.Verdict).SingleAsync()));
    }

    [Theory]
    [EngineData]
    public async Task A_product_that_exists_is_proposed_to_a_draft_and_ends_an_application_that_joins_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var id = await HandlerCases.SubmitAsync(app);
        var reference = await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Reference).SingleAsync());
        var product = await app.ReadAsync(db => db.Products.OrderBy(product => product.Ghid).FirstAsync(product => product.Phase == PhaseCode.Construction));

        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(SimilarityLinks.Redirect(reference, product.Ghid));
        await team.PressAsync("Réorienter la candidature", ("Reason", ""));
        Assert.Equal(HttpStatusCode.BadRequest, team.Status);
        await team.PressAsync("Réorienter la candidature", ("Reason", "Ce produit fait déjà cela."));
        Assert.Equal(HttpStatusCode.OK, team.Status);
        Assert.Contains("Réorientée", team.Text, StringComparison.Ordinal);

        var application = await app.ReadAsync(db => db.Applications.SingleAsync(application => application.Id == id));
        Assert.Equal((ApplicationStatus.Redirected, product.Id, "Ce produit fait déjà cela."), (application.Status, application.RedirectedToId, application.DecisionReason));
        Assert.Equal(0, await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.SubjectId == id && item.Status == WorkItemStatus.Open)));
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.SubjectId == id && mail.Template == "candidature/reorientation"));
        Assert.Contains(product.Name, mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Ce produit fait déjà cela.", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(2, await app.ReadAsync(db => db.TimelineEntries.CountAsync(entry => (entry.SubjectId == id && entry.Sentence.StartsWith("La candidature est réorientée")) || (entry.SubjectId == product.Id && entry.Sentence.Contains(reference)))));

        await team.GoAsync("/instruction?etat=reorientee");
        Assert.Contains(reference, team.Text, StringComparison.Ordinal);
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(ApplicationLinks.Show(reference));
        Assert.Contains(product.Name, agent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Retirer ma candidature", agent.Text, StringComparison.Ordinal);
        await team.GoAsync(SimilarityLinks.Redirect(reference));
        Assert.Contains("déjà réorientée", team.Text, StringComparison.Ordinal);
        await ReadsProductsAsync(app);
    }

    // Whoever drafts reads which products resemble their idea, and nothing of the applications of others.
    private static async Task ReadsProductsAsync(FabriqueApp app)
    {
        await SubmitAsync(app, "agent2", SameHedges);
        var intrapreneur = await app.ReadAsync(db => db.StaffMembers.Select(person => person.Id).FirstAsync());
        await app.ReadAsync(async db =>
        {
            db.Products.Add(Product.Launch(Guid.CreateVersion7(), "arbustes", "Arbustes", "Suivre la reprise des plants de haies que la direction départementale finance, avec les photographies des agriculteurs.", null, intrapreneur, Guid.CreateVersion7(), DateOnly.FromDateTime(app.Now)));
            return await db.SaveChangesAsync();
        });
        var draft = await app.DraftAsync("agent", answers: Hedges);
        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(ApplicationLinks.Review(draft.Application.Reference));
        Assert.Contains("Des services existants ressemblent à votre idée", agent.Text, StringComparison.Ordinal);
        Assert.Contains("Arbustes", agent.Text, StringComparison.Ordinal);
        Assert.Contains("Déposer ma candidature", agent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("haies subventionnées", agent.Text, StringComparison.Ordinal);

        var brief = await app.DraftAsync("agent", answers: Short);
        await agent.GoAsync(ApplicationLinks.Review(brief.Application.Reference));
        Assert.DoesNotContain("Des services existants", agent.Text, StringComparison.Ordinal);
    }

    private static async Task<Application> SubmitAsync(FabriqueApp app, string account, FormAnswers answers)
    {
        var draft = (await app.DraftAsync(account, answers: answers)).Application;
        var outcome = await app.SubmitDraftAsync(account, draft.Id);
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
        return draft;
    }

    private static async Task FindAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FindResemblances>().RunAsync(CancellationToken.None);
    }
}

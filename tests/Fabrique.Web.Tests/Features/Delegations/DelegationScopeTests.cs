using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Delegations;
using Fabrique.Web.Features.Delegations.EnterDelegation;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Delegations;

/// <summary>What a « suppléance » covers, and those that cannot be together. The demonstration's day is 12 January 2026.</summary>
public sealed class DelegationScopeTests
{
    private const string ActingFor = "Vous agissez par suppléance d’Anouk Églantine";

    [Theory]
    [EngineData]
    public async Task A_substitute_for_a_role_does_what_that_role_is_asked_and_nothing_else(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var shared = await HandlerCases.SharedTaskAsync(app);
        var own = await AskAsync(app, "Ranger son bureau", person => Assignee.Person(person));
        var others = await AskAsync(app, "Ce qu’un autre rôle doit", _ => Assignee.HoldersOf(AppRoles.Director));
        using var away = await app.BrowseAsync("equipe");
        await EnterAsync(away, ("Substitute", "Daphné Lavande"), ("Scope", $"Role:{AppRoles.Team}"));
        Assert.Contains("Daphné Lavande agit à votre place", away.Text, StringComparison.Ordinal);
        Assert.Contains("Ce qui est demandé à l’équipe de la Fabrique", away.Text, StringComparison.Ordinal);

        using var substitute = await app.BrowseAsync("coach");
        await substitute.GoAsync(TaskLinks.All);
        Assert.Contains(shared.Title, substitute.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ranger son bureau", substitute.Text, StringComparison.Ordinal);
        await AssertUnknownAsync(substitute, own, others);
        await substitute.GoAsync(TaskLinks.Open(shared.Id));
        Assert.Contains(ActingFor, substitute.Text, StringComparison.Ordinal);
        await substitute.PressAsync("Enregistrer ma réponse", ("Outcome", "Fait"));
        Assert.Contains("La tâche est faite", substitute.Text, StringComparison.Ordinal);

        await AssertDoneForAsync(app, shared.Id, "Daphné Lavande");
        await away.GoAsync(TaskLinks.Open(shared.Id));
        Assert.Contains("Daphné Lavande, par suppléance d’Anouk Églantine", away.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task A_substitute_for_a_product_does_what_is_asked_about_it_and_nothing_else(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (covered, other) = (await HandlerCases.LaunchAsync(app, withTeam: true), await HandlerCases.LaunchAsync(app, withTeam: true));
        var task = await HandlerCases.AskAsync(app, "Fabrique.HoldCheckpoint", covered);
        var elsewhere = await HandlerCases.AskAsync(app, "Fabrique.HoldCheckpoint", other);
        var shared = await HandlerCases.SharedTaskAsync(app);
        using var away = await app.BrowseAsync("equipe");
        await EnterAsync(away, ("Substitute", "Octave Tamaris"), ("Scope", $"{ProductSubject.SubjectCode}:{covered:D}"));
        Assert.Contains("Un produit : Essai", FormBrowser.Fold(away.Text), StringComparison.Ordinal);

        using var substitute = await app.BrowseAsync("directeur");
        await AssertUnknownAsync(substitute, elsewhere.Id, shared.Id);
        await substitute.GoAsync(TaskLinks.Open(task.Id));
        Assert.Contains(ActingFor, substitute.Text, StringComparison.Ordinal);
        await substitute.PressAsync("Enregistrer la décision", ("Decision", "Renew"), ("Reason", "Vu ensemble."));
        Assert.Equal(HttpStatusCode.OK, substitute.Status);

        await AssertDoneForAsync(app, task.Id, "Octave Tamaris");
        var ghid = await app.ReadAsync(db => db.Products.Where(product => product.Id == covered).Select(product => product.Ghid).SingleAsync());
        await away.GoAsync(ProductLinks.Follow(ghid));
        Assert.Contains("Octave Tamaris, par suppléance d’Anouk Églantine", away.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Those_that_cannot_be_together_are_refused_in_words_and_what_was_typed_stays(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var away = await app.BrowseAsync("directrice");
        await EnterAsync(away, ("Substitute", "Octave Tamaris"));
        foreach (var (account, typed, sentence) in new (string Account, (string Name, string Value)[] Typed, string Sentence)[]
        {
            ("directrice", [("From", "2026-01-15"), ("Until", "2026-01-20"), ("Substitute", "Daphné Lavande")], "Une autre absence couvre déjà une partie de cette période, du 12 janvier 2026 au 16 janvier 2026"),
            ("directeur", [("Substitute", "Perrine Bouleau")], "La personne choisie est absente elle-même, et suppléée par celle qu’elle devrait suppléer"),
            ("coach", [("Substitute", "Perrine Bouleau")], "La personne choisie est absente du 12 janvier 2026 au 16 janvier 2026"),
            ("coach", [("Substitute", "Octave Tamaris"), ("Scope", "Role:Grand chambellan")], "Choisissez la portée dans la liste"),
            ("coach", [("Substitute", "Octave Tamaris"), ("Scope", $"Role:{new string('r', 200)}")], "Choisissez la portée dans la liste"),
            ("coach", [("Substitute", "Octave Tamaris"), ("Scope", "Everything:rien")], "Choisissez la portée dans la liste"),
        })
        {
            using var browser = await app.BrowseAsync(account);
            await browser.GoAsync(DelegationLinks.Mine);
            var form = typed.Aggregate(browser.Prepare("Enregistrer mon absence", ("From", "2026-01-12"), ("Until", "2026-01-16"), ("Reason", "Un motif gardé.")), (before, field) => before.With(field.Name, field.Value));
            await browser.SendAsync(form);
            Assert.Equal((sentence, HttpStatusCode.Conflict), (sentence, browser.Status));
            Assert.Contains(sentence, FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
            Assert.Contains("Un motif gardé.", browser.Text, StringComparison.Ordinal);
        }

        Assert.Equal(1, await app.ReadAsync(db => db.Delegations.CountAsync()));
    }

    /// <summary>The person and the team enter hers for days that overlap; she and her colleague each name the other.</summary>
    [Theory]
    [EngineData("Perrine Bouleau", "delegation-overlaps")]
    [EngineData(null, "delegation-circular")]
    public async Task Of_several_that_cannot_be_together_entered_at_once_one_is(Engine engine, string? person, string refusal)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var outcomes = await AtOnce.RunAsync(8, number =>
        {
            var isOther = number % 2 == 1;
            var asked = new EnterDelegation
            {
                Person = isOther ? person : null,
                Substitute = isOther && person is null ? "Perrine Bouleau" : "Octave Tamaris",
                From = new DateOnly(2026, 1, 12 + number),
                Until = new DateOnly(2026, 1, 30),
                Scope = DelegationScope.Everything,
                Reason = "Un motif.",
            };
            return app.ActAsync(isOther ? person is null ? "directeur" : "equipe" : "directrice", services => services.GetRequiredService<EnterDelegationHandler>().HandleAsync(asked, TestContext.Current.CancellationToken));
        });

        Assert.Single(outcomes, outcome => outcome.IsDone);
        Assert.Contains(outcomes, outcome => outcome.Refusal?.Code == refusal);
        Assert.Equal(1, await app.ReadAsync(db => db.Delegations.CountAsync()));
    }

    private static async Task EnterAsync(FormBrowser browser, params (string Name, string Value)[] typed)
    {
        await browser.GoAsync(DelegationLinks.Mine);
        await browser.PressAsync("Enregistrer mon absence", [("From", "2026-01-12"), ("Until", "2026-01-16"), .. typed]);
    }

    private static async Task AssertUnknownAsync(FormBrowser browser, params Guid[] tasks)
    {
        foreach (var task in tasks)
        {
            await browser.GoAsync(TaskLinks.Open(task));
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
    }

    private static async Task AssertDoneForAsync(FabriqueApp app, Guid task, string substitute)
    {
        var done = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.Id == task));
        Assert.Equal((WorkItemStatus.Done, await PersonAsync(app, substitute), await PersonAsync(app, "Anouk Églantine")), (done.Status, done.CompletedById, done.CompletedForId));
    }

    private static async Task<Guid> AskAsync(FabriqueApp app, string title, Func<Guid, Assignee> whom)
    {
        var person = (await PersonAsync(app, "Anouk Églantine"))!.Value;
        return await app.ReadAsync(async db =>
        {
            var item = WorkItem.Open(Guid.CreateVersion7(), DrawnTask.Code, new Subject(Subject.Procedure, Guid.CreateVersion7()), title, whom(person), "i", app.Now, app.Now.AddDays(20), ReminderPolicy.None);
            db.Add(item);
            await db.SaveChangesAsync();
            return item.Id;
        });
    }

    private static Task<Guid?> PersonAsync(FabriqueApp app, string name) => app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == name).Select(person => (Guid?)person.Id).SingleAsync());
}

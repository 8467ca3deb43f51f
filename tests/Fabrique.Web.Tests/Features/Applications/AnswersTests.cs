using System.Text.Json.Nodes;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Forms.ChangeForm;
using Fabrique.Web.Features.Forms.PublishForm;
using Fabrique.Web.Features.Forms.StartForm;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Tests.Features.Forms;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Applications;

/// <summary>What is answered reaches procedures, and can be looked for.</summary>
public sealed class AnswersTests
{
    [Theory, EngineData]
    public async Task Submitted_answers_are_read_by_scripts_and_liquid_and_found_by_a_query(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.PublishAsync("candidature", ["js", "liquid"],
        [
            Drawing.Node("a", "Elsa.SetVariable", ("variable", Variable("js")), ("value", Drawing.Js("getInput('Answers')['budget'] * 2 + '/' + getInput('Answers').jour + '/' + (getInput('Answers').cache === undefined)"))),
            Drawing.Node("b", "Elsa.SetVariable", ("variable", Variable("liquid")), ("value", Liquid("{{ Input.Answers.budget }}/{{ Input.Answers.first-users }}/{{ Input.Answers.themes | join: '+' }}{{ Input.Answers.absente }}"))),
            Drawing.Node("e", "Elsa.Event", ("eventName", Drawing.Literal("jamais"))),
        ]);
        var call = await app.ReadAsync(db => db.Calls.AsNoTracking().SingleAsync(call => call.Status == CallStatus.Open));
        await ActAsync<StartFormHandler, FormDesign>(app, "equipe", handler => handler.HandleAsync(new StartForm { CallId = call.Id }, CancellationToken.None));
        foreach (var field in new[]
        {
            new FormField("", "Budget", FieldKind.Money),
            new FormField("", "Jour", FieldKind.Date),
            new FormField("", "Thèmes", FieldKind.Choices) { Choices = [new("eau", "L’eau"), new("air", "L’air")] },
            new FormField("", "Caché", FieldKind.Text) { VisibleWhen = new CompareRule("budget", RuleComparison.AtMost, "10") },
        })
        {
            var design = await FormBuilderTests.DesignAsync(app, call.Slug);
            await ActAsync<ChangeFormHandler, FormDesign>(app, "equipe", handler => handler.HandleAsync(new ChangeForm(design.Id, design.Version, new AddField(field)), CancellationToken.None));
        }

        var version = (await FormBuilderTests.DesignAsync(app, call.Slug)).Version;
        await ActAsync<PublishFormHandler, FormReport>(app, "equipe", handler => handler.HandleAsync(new PublishForm(call.Id, version), CancellationToken.None));
        var form = await app.ReadAsync(db => db.FormVersions.AsNoTracking().SingleAsync());
        var ids = new[] { "1 250,50", "12" }.Select(budget => (Id: Guid.CreateVersion7(app.Clock.GetUtcNow()), Budget: budget)).ToList();
        foreach (var (id, budget) in ids)
        {
            var answers = form.Form.Fill(
                new("title", "Idée"), new("problem", "Long."), new("solution", "Courte."), new("first-users", "Deux services"), new("budget", budget), new("jour", "2026-05-04"), new("themes", "eau,air"), new("cache", "Rien à dire."));
            await app.DraftAsync("agent", id, answers);
            Assert.True((await app.SubmitDraftAsync("agent", id)).IsDone);
        }

        await using var scope = app.Services.CreateAsyncScope();
        var runtime = scope.ServiceProvider.GetRequiredService<IWorkflowRuntime>();
        var instance = Assert.Single(await runtime.FindInstancesAsync(new InstanceFilter { CorrelationId = new Subject(ApplicationSubject.SubjectCode, ids[0].Id).ToCorrelationId() }));
        var data = (await runtime.GetDataAsync(instance.Id))!;
        Assert.Equal(["2501/2026-05-04/true", "1250.5/Deux services/L’eau+L’air"], data.Variables.Where(variable => variable.Name is "js" or "liquid").OrderBy(variable => variable.Name).Select(variable => variable.Value!.Value.GetString()!.Replace(',', '.')));

        var day = new DateOnly(2026, 5, 1);
        var found = await app.ReadAsync(db => db.Applications
            .Where(application => db.SubmittedAnswers.Any(answer => answer.ApplicationId == application.Id && answer.Key == "budget" && answer.Number >= 1000)
                && db.SubmittedAnswers.Any(answer => answer.ApplicationId == application.Id && answer.Key == "jour" && answer.Day > day)
                && db.SubmittedAnswers.Any(answer => answer.ApplicationId == application.Id && answer.Key == "themes" && answer.Text == "L’air"))
            .Select(application => application.Id)
            .ToListAsync());
        Assert.Equal([ids[0].Id], found);
        Assert.False(await app.ReadAsync(db => db.SubmittedAnswers.AnyAsync(answer => answer.Key == "cache")));
    }

    private static async Task ActAsync<THandler, T>(FabriqueApp app, string account, Func<THandler, Task<Outcome<T>>> act)
        where THandler : notnull
        where T : class
    {
        var outcome = await app.ActAsync(account, services => act(services.GetRequiredService<THandler>()));
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
    }

    private static JsonObject Variable(string name) => new() { ["id"] = name, ["name"] = name };

    private static JsonObject Liquid(string text) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Liquid", ["value"] = text } };
}

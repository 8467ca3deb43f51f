using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Setup;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Features.Procedures;

/// <summary>Mails and tasks beyond the limits of the settings: an incident stops the instance and says so, and nothing remains of the step that went too far.</summary>
public sealed class RunawayProcedureTests
{
    private static readonly JsonObject[] ThreeLetters = [Letter("a"), Letter("b"), Letter("c")];

    [Theory]
    [EngineData]
    public async Task Mails_of_an_instance_are_bounded(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, configure: null, ("Workflows:Limits:MailsPerInstance", "2"));
        var instance = await RunAsync(app, ThreeLetters);
        Assert.Equal("L’exécution dépasse 2 courriels : elle tourne sans doute en rond.", (await IncidentAsync(app, instance)).Message);
        Assert.Equal(2, await MailsAsync(app));
    }

    [Theory]
    [EngineData]
    public async Task Mails_of_a_procedure_are_bounded_by_the_hour(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, configure: null, ("Workflows:Limits:MailsPerHour", "4"));
        Assert.Empty((await OutlookAsync(app, await RunAsync(app, ThreeLetters))).Incidents);
        var second = await RunAsync(app);
        var incident = await IncidentAsync(app, second);
        Assert.Equal("La procédure « essai » dépasse 4 courriels en une heure : elle tourne sans doute en rond, ou se relance elle-même.", incident.Message);
        Assert.Equal(4, await MailsAsync(app));

        await app.JumpAsync(app.Now.AddHours(1));
        await app.Services.GetRequiredService<IWorkflowRuntime>().RetryIncidentAsync(second, incident.Id);
        Assert.Equal(WorkflowSubStatus.Finished, (await OutlookAsync(app, second)).Instance.SubStatus);
        Assert.Equal(6, await MailsAsync(app));
    }

    /// <summary>Two opinions are asked in one step: neither is, nor is anybody written to.</summary>
    [Theory]
    [EngineData]
    public async Task Tasks_of_an_instance_are_bounded_and_none_is_half_asked(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, configure: null, ("Workflows:Limits:TasksPerInstance", "1"));
        var instance = await RunAsync(app, Node("ask", "Fabrique.CollectOpinions"));
        Assert.Equal("L’exécution dépasse 1 tâches : elle tourne sans doute en rond.", (await IncidentAsync(app, instance)).Message);
        Assert.Equal(0, await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.WorkflowInstanceId == instance)));
        Assert.Equal(0, await MailsAsync(app));
    }

    [Theory]
    [EngineData]
    public async Task Tasks_of_a_procedure_are_bounded_by_the_hour(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, configure: null, ("Workflows:Limits:TasksPerHour", "3"));
        var first = await RunAsync(app, Node("ask", "Fabrique.CollectOpinions"));
        var second = await RunAsync(app);
        Assert.Equal("La procédure « essai » dépasse 3 tâches en une heure : elle tourne sans doute en rond, ou se relance elle-même.", (await IncidentAsync(app, second)).Message);
        Assert.Equal((2, 0), (await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.WorkflowInstanceId == first)), await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.WorkflowInstanceId == second))));
    }

    [Theory]
    [InlineData(nameof(ProcedureLimits.LaunchDepth))]
    [InlineData(nameof(ProcedureLimits.LaunchesPerInstance))]
    [InlineData(nameof(ProcedureLimits.LaunchesPerHour))]
    [InlineData(nameof(ProcedureLimits.StepsPerInstance))]
    [InlineData(nameof(ProcedureLimits.StepsPerHour))]
    [InlineData(nameof(ProcedureLimits.MailsPerInstance))]
    [InlineData(nameof(ProcedureLimits.MailsPerHour))]
    [InlineData(nameof(ProcedureLimits.TasksPerInstance))]
    [InlineData(nameof(ProcedureLimits.TasksPerHour))]
    public void Each_limit_is_read_from_the_settings_and_must_make_sense(string name)
    {
        var kept = new RunawayLimits();
        Set(7).ApplyTo(kept);
        foreach (var property in typeof(RunawayLimits).GetProperties())
        {
            var usual = (int)property.GetValue(new RunawayLimits())!;
            Assert.Equal(property.Name == name ? 7 : usual, (int)property.GetValue(kept)!);
        }

        foreach (var wrong in (int[])[0, -1])
        {
            var limits = Set(wrong);
            Assert.Equal($"Workflows:Limits:{name} doit être un nombre à partir de 1, ou rester absent.", Assert.Single(limits.Validate(new ValidationContext(limits))).ErrorMessage);
        }

        Assert.Empty(Set(1).Validate(new ValidationContext(kept)));

        ProcedureLimits Set(int value)
        {
            var limits = new ProcedureLimits();
            typeof(ProcedureLimits).GetProperty(name)!.SetValue(limits, value);
            return limits;
        }
    }

    private static JsonObject Letter(string id) => Node(id, "Fabrique.SendMessage", ("message", Literal("candidature/accuse-de-reception")), ("recipients", Literal("Applicant")));

    /// <summary>Publishes what is given, then runs it about an application.</summary>
    private static async Task<string> RunAsync(FabriqueApp app, params JsonObject[] activities)
    {
        if (activities.Length > 0)
        {
            await app.PublishAsync("essai", [], [.. activities.Select(activity => activity.DeepClone().AsObject())]);
        }

        var subject = new Subject(ApplicationSubject.SubjectCode, await ApplicationAsync(app));
        return (await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("essai") { CorrelationId = subject.ToCorrelationId() })).Id;
    }

    private static async Task<InstanceOutlook> OutlookAsync(FabriqueApp app, string instance) => (await app.Services.GetRequiredService<IWorkflowRuntime>().GetOutlookAsync(instance))!;

    private static async Task<IncidentRecord> IncidentAsync(FabriqueApp app, string instance) => Assert.Single((await OutlookAsync(app, instance)).Incidents);

    private static Task<Guid> ApplicationAsync(FabriqueApp app) => app.ReadAsync(db => db.Applications
        .Where(application => application.Status == ApplicationStatus.Shortlisted && application.Title.StartsWith("Bassin")).Select(application => application.Id).SingleAsync());

    /// <summary>How many were written since the demonstration began.</summary>
    private static Task<int> MailsAsync(FabriqueApp app)
    {
        var beginning = FabriqueApp.Start.UtcDateTime;
        return app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.CreatedAt >= beginning));
    }
}

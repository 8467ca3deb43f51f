using System.Security.Claims;
using Fabrique.Testing;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Fabrique.Workflows.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Procedures;

/// <summary>What the trail keeps of an editor that saves by itself after every gesture.</summary>
public sealed class ProcedureAuditTests
{
    [Theory]
    [EngineData]
    public async Task Saves_of_one_person_within_ten_minutes_are_one_line(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var start = app.Now;
        await NoteAsync(app, "admin", WorkflowApiActions.DefinitionSaved);
        await NoteAsync(app, "admin", WorkflowApiActions.DefinitionSaved);
        await app.JumpAsync(start.AddMinutes(9));
        await NoteAsync(app, "admin", WorkflowApiActions.DefinitionSaved);
        Assert.Equal(["Saved admin"], await LinesAsync(app));

        // The ten minutes count from the line, which says when the work began.
        await app.JumpAsync(start.AddMinutes(11));
        await NoteAsync(app, "admin", WorkflowApiActions.DefinitionSaved);
        Assert.Equal(["Saved admin", "Saved admin"], await LinesAsync(app));
    }

    [Theory]
    [EngineData]
    public async Task Another_person_or_another_act_makes_another_line(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await NoteAsync(app, "admin", WorkflowApiActions.DefinitionSaved);
        await NoteAsync(app, "equipe", WorkflowApiActions.DefinitionSaved);
        await NoteAsync(app, "equipe", WorkflowApiActions.DefinitionSaved);
        await NoteAsync(app, "admin", WorkflowApiActions.DefinitionSaved);
        Assert.Equal(["Saved admin", "Saved equipe", "Saved admin"], await LinesAsync(app));

        await NoteAsync(app, "admin", WorkflowApiActions.DefinitionPublished);
        await NoteAsync(app, "admin", WorkflowApiActions.DefinitionPublished);
        await NoteAsync(app, "admin", WorkflowApiActions.DefinitionSaved);
        Assert.Equal(["Published admin", "Published admin", "Saved admin"], (await LinesAsync(app)).Skip(3));

        await NoteAsync(app, "admin", WorkflowApiActions.DefinitionSaved, "incubation");
        Assert.Equal(["Saved admin"], await LinesAsync(app, "incubation"));
    }

    private static readonly string[] Accounts = ["admin", "equipe"];

    private static Task<bool> NoteAsync(FabriqueApp app, string account, string action, string definitionId = "candidature") => app.ActAsync(account, async services =>
    {
        var version = (await services.GetRequiredService<WorkflowDefinitionStore>().GetLatestAsync(definitionId))!;
        await services.GetRequiredService<IWorkflowApiJournal>().WriteAsync(new WorkflowApiAction(new ClaimsPrincipal(), action, version.Id, definitionId), CancellationToken.None);
        return true;
    });

    /// <summary>Act and author of each line, oldest first.</summary>
    private static async Task<IReadOnlyList<string>> LinesAsync(FabriqueApp app, string definitionId = "candidature") =>
    [
        .. (await app.ReadAsync(db => (
            from entry in db.AuditEntries
            where entry.EntityType == ProcedureAudit.EntityType && entry.EntityId == definitionId
            join person in db.StaffMembers on entry.ActorId equals person.Id
            orderby entry.At, entry.Id
            select new { entry.Action, person.DirectoryId }).ToListAsync()))
            .Select(line => $"{line.Action} {Accounts.Single(account => DemoAccounts.Find(account)!.DirectoryId == line.DirectoryId)}"),
    ];
}

using System.Text.RegularExpressions;
using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Reliability.Tests;

/// <summary>What became of the journey's application and of its product, without instants nor identifiers: the same picture means the same result.</summary>
internal static partial class Picture
{
    // Whether what is asked is done before the digest of the day or after it is the day's: a journey that is slower reads another.
    private static readonly MailStatus[] ByDigest = [MailStatus.ForDigest, MailStatus.Digested, MailStatus.Dropped];

    public static async Task<string> TakeAsync(TestDatabase database)
    {
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var names = await db.StaffMembers.ToDictionaryAsync(person => person.Id, person => person.FullName);
        string Name(Guid? id) => id is { } known ? names[known] : "";
        var lines = new List<string>();

        var application = await db.Applications.Include(application => application.Opinions).SingleAsync(application => application.Title == Journey.Title);
        lines.Add($"application: {application.Status}, {application.Answers.Text("solution")}, {application.DecisionReason}");
        lines.AddRange(application.Opinions.Select(opinion => $"opinion of {Name(opinion.DirectorId)}: {opinion.Verdict}"));

        var product = await db.Products.Include(product => product.Cycles).Include(product => product.Missions).AsSplitQuery().SingleOrDefaultAsync(product => product.ApplicationId == application.Id);
        lines.Add($"product: {product?.Name}, {product?.Phase}");
        lines.AddRange(product?.Cycles.Select(cycle => $"cycle {cycle.Number}: {cycle.Status}, {cycle.DecisionReason}") ?? []);
        lines.AddRange(product?.Missions.Select(mission => $"mission of {Name(mission.StaffMemberId)}: {mission.Role}, {mission.EndsOn is null}") ?? []);

        Guid[] subjects = [application.Id, product?.Id ?? application.Id];
        lines.AddRange((await db.WorkItems.Where(item => subjects.Contains(item.SubjectId)).ToListAsync())
            .Select(item => $"task {item.Title} of {item.AssigneeRole}{Name(item.AssigneeId)}: {item.Status}, {item.Outcome}"));
        lines.AddRange((await db.TimelineEntries.Where(entry => subjects.Contains(entry.SubjectId)).ToListAsync()).Select(entry => $"told: {entry.Sentence}"));
        lines.AddRange((await db.OutgoingMails.Where(mail => subjects.Contains(mail.SubjectId)).ToListAsync())
            .Select(mail => $"mail {mail.Template} to {mail.ToAddress}: {(ByDigest.Contains(mail.Status) ? "by the digest" : mail.Status.ToString())}, {mail.Subject}"));
        lines.AddRange((await db.Set<WorkflowInstanceRow>().ToListAsync())
            .Where(instance => subjects.Any(subject => instance.CorrelationId?.EndsWith(subject.ToString("D"), StringComparison.Ordinal) == true))
            .Select(instance => $"instance {instance.DefinitionId}: {(WorkflowStatus)instance.Status}, {(WorkflowSubStatus)instance.SubStatus}"));

        // How many days the clock was pushed to settle is not part of the result: neither are the dates told, nor the recalls that fell due on the way.
        var picture = lines.Where(line => !line.Contains("commun/relance-tache", StringComparison.Ordinal) && !line.Contains("« Rappel", StringComparison.Ordinal))
            .Select(line => FrenchDay().Replace(line, "un jour"))
            .Order(StringComparer.Ordinal);
        return string.Join('\n', picture);
    }

    [GeneratedRegex(@"\d{1,2}(er)? \p{L}+ 20\d\d", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FrenchDay();
}

using Fabrique.Data;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Organisation.ApplyOrganisation;
using Fabrique.Web.Features.Organisation.Differences;
using Fabrique.Web.Features.Organisation.Sources;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Platform.Graph;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.Organisation.FollowSources;

/// <summary>
/// Each night, has the organisation be what the configuration's sources say: the files, and Microsoft Graph for what they leave unsaid. When one cannot be read, or is not
/// understood, nothing is changed, and an incident is open.
/// </summary>
public sealed class OrganisationJob(FabriqueDbContext db, OrganisationComparer comparer, ApplyOrganisationHandler handler, GraphDirectory graph, IOptions<OrganisationOptions> options, TimeProvider clock) : IRecurringJob
{
    private const int MostBytes = 32 * 1024 * 1024;
    private const int MostTold = 20;

    private static readonly TimeOnly Hour = new(3, 30);

    // A directory of tens of thousands, read at the pace that is asked.
    public TimeSpan Bound => TimeSpan.FromMinutes(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.HasSources)
        {
            return;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var reading = await db.OrganisationReadings.FindAsync([OrganisationReading.Sources], cancellationToken);
        if (reading?.NextAt > now)
        {
            return;
        }

        var problem = await FollowAsync(cancellationToken);
        try
        {
            // The use case may have begun again, and forgotten what was read.
            reading = await db.OrganisationReadings.FindAsync([OrganisationReading.Sources], cancellationToken);
            if (reading is null)
            {
                db.OrganisationReadings.Add(reading = OrganisationReading.Begin(OrganisationReading.Sources));
            }

            if (problem is null)
            {
                reading.Succeed(now, NextNight(now));
            }
            else
            {
                reading.Fail(problem, now, NextNight(now));
            }

            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException race) when (DatabaseErrors.IsConcurrencyConflict(race) || DatabaseErrors.IsUniqueViolation(race))
        {
            // Another process read them at the same time, and noted it.
            db.ChangeTracker.Clear();
        }
    }

    public async Task<DateTime?> NextDueAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.HasSources)
        {
            return null;
        }

        return await db.OrganisationReadings.Where(reading => reading.Source == OrganisationReading.Sources).Select(reading => reading.NextAt).SingleOrDefaultAsync(cancellationToken)
            ?? clock.GetUtcNow().UtcDateTime;
    }

    /// <returns>Why it cannot be done; null when it is, or when nothing was to change.</returns>
    private async Task<string?> FollowAsync(CancellationToken cancellationToken)
    {
        OrganisationInput input;
        try
        {
            input = OrganisationInput.Read(await ReadAsync(options.Value.UnitsFile, cancellationToken), await ReadAsync(options.Value.PeopleFile, cancellationToken));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"Un fichier ne peut pas être lu\u00a0: {missing.Message}";
        }

        try
        {
            input = await CompleteAsync(input, cancellationToken);
        }
        catch (GraphException failure)
        {
            return failure.Message;
        }

        var difference = await comparer.CompareAsync(input, cancellationToken);
        if (difference.Problems.Count > 0)
        {
            return Tell(difference.Problems);
        }

        if (difference.IsEmpty)
        {
            return null;
        }

        // Somebody changed the organisation meanwhile: if it was another process that read the same, there is nothing left to do.
        var outcome = await handler.HandleAsync(new ApplyOrganisation.ApplyOrganisation { Input = input, Seen = difference.Digest }, cancellationToken);
        return outcome.Refusal is { } refusal && refusal != ApplyOrganisationHandler.Changed ? refusal.Sentence : null;
    }

    private async Task<OrganisationInput> CompleteAsync(OrganisationInput input, CancellationToken cancellationToken)
    {
        if (!options.Value.Graph.IsConfigured)
        {
            return input;
        }

        var people = await graph.ReadAsync(options.Value.Graph, cancellationToken);
        var units = input.Units is { } given
            ? [.. given.Select(line => (line.Sheet.Code, line.Sheet.Name, line.Sheet.ShortName))]
            : (await db.OrganisationUnits.AsNoTracking().Where(unit => unit.ClosedAt == null).ToListAsync(cancellationToken)).ConvertAll(unit => (unit.Code, unit.Name, unit.ShortName));
        return input with { People = GraphPeople.Complete(input.People ?? [], people, units) };
    }

    private static string Tell(IReadOnlyList<SourceProblem> problems) => string.Join('\n', problems.Take(MostTold).Select(problem => problem.ToString()))
        + (problems.Count > MostTold ? $"\n… et {problems.Count - MostTold} autres." : "");

    private static async Task<byte[]?> ReadAsync(string? path, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return null;
        }

        return new FileInfo(path).Length > MostBytes ? throw new IOException($"«\u00a0{path}\u00a0» dépasse {MostBytes / 1024 / 1024}\u00a0Mo.") : await File.ReadAllBytesAsync(path, cancellationToken);
    }

    private static DateTime NextNight(DateTime now)
    {
        var today = ParisTime.ToUtc(ParisTime.DayOf(now), Hour);
        return today > now ? today : ParisTime.ToUtc(ParisTime.DayOf(now).AddDays(1), Hour);
    }
}

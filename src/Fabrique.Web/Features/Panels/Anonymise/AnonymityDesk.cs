using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Sessions.Live;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;
using FormFile = Fabrique.Domain.Forms.FormFile;

namespace Fabrique.Web.Features.Panels.Anonymise;

/// <summary>How far an application is from being read without names.</summary>
public enum ReadingState
{
    /// <summary>Nobody looked at it.</summary>
    Missing,

    /// <summary>Somebody did, and has not released it.</summary>
    Prepared,

    /// <summary>The application says something else since.</summary>
    Outdated,

    Released,
}

/// <summary>An application, and how it is read without names.</summary>
/// <param name="Application">Which.</param>
/// <param name="Reading">Null as long as nobody prepared it.</param>
/// <param name="Title">As it is.</param>
/// <param name="Parts">What it says, its title and what reaches people apart.</param>
/// <param name="Files">What is joined to it, in the order of the questions.</param>
public sealed record ReadingSheet(Application Application, AnonymisedReading? Reading, ReadingSource Title, IReadOnlyList<ReadingSource> Parts, IReadOnlyList<FormFile> Files)
{
    public ReadingState State => Reading is not { } reading ? ReadingState.Missing
        : !reading.Follows(Title, Parts) ? ReadingState.Outdated
        : reading.IsReleased ? ReadingState.Released
        : ReadingState.Prepared;

    /// <summary>Keys of what was chosen, ticked or counted, and names nobody: the jury reads it as it is.</summary>
    public IReadOnlySet<string> Fixed { get; init; } = new HashSet<string>();

    /// <summary>Of all that it says: what was read is what is released.</summary>
    public string Digest { get; } = ReadingSource.DigestOf(string.Join('\n', Parts.Prepend(Title).Select(part => $"{part.Key} {part.Digest}")));

    /// <summary>The joined files that may be read with it, each with its number from 1: their names may name people.</summary>
    public IEnumerable<(int Number, FormFile File)> ShownFiles => Files.Where(file => Reading?.ShownFiles.Contains(file.Id) == true).Select((file, rank) => (rank + 1, file));
}

/// <summary>Reads what is read without names, and what must be hidden in it.</summary>
public sealed class AnonymityDesk(FabriqueDbContext db, OrganisationReader organisation)
{
    public static Refusal NotReady { get; } = new("reading-not-ready", "La version anonymisée n’est pas encore prête\u00a0: vous évaluerez cette candidature quand vous pourrez la lire.");

    /// <summary>One that a jury judges; null when it judges none of that key.</summary>
    public async Task<ReadingSheet?> FindAsync(Panel panel, Guid applicationId, CancellationToken cancellationToken) =>
        await Judged(panel).SingleOrDefaultAsync(application => application.Id == applicationId, cancellationToken) is { } application ? await CompleteAsync(panel, application, cancellationToken) : null;

    /// <param name="panel">Which jury.</param>
    /// <param name="reference">As people type it, in whatever case.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<ReadingSheet?> FindAsync(Panel panel, string reference, CancellationToken cancellationToken)
    {
        reference = reference.ToUpperInvariant();
        return await Judged(panel).SingleOrDefaultAsync(application => application.Reference == reference, cancellationToken) is { } application ? await CompleteAsync(panel, application, cancellationToken) : null;
    }

    /// <summary>All that a jury judges, by reference.</summary>
    public async Task<IReadOnlyList<ReadingSheet>> ListAsync(Panel panel, CancellationToken cancellationToken)
    {
        var applications = await PanelReader.Judged(db, panel).AsNoTracking().OrderBy(application => application.Reference).ToListAsync(cancellationToken);
        var readings = await db.AnonymisedReadings.AsNoTracking().Where(reading => reading.PanelId == panel.Id).ToDictionaryAsync(reading => reading.ItemId, cancellationToken);
        return [.. applications.Select(application => SheetOf(application, readings.GetValueOrDefault(application.Id)))];
    }

    /// <summary>Whether the signed-in person may read what they assess: with its names, or without once that was released.</summary>
    public async Task<bool> IsOpenAsync(Panel panel, JuryItem item, CancellationToken cancellationToken) =>
        !item.IsUnnamed || await FindAsync(panel, item.Id, cancellationToken) is { State: ReadingState.Released };

    /// <summary>Whoever has the idea, and their units up to the top; their line managers, and whoever gave the « visa »; people and units that the answers name.</summary>
    public async Task<NameMask> ReadMaskAsync(Application application, CancellationToken cancellationToken)
    {
        var answered = application.Answers.Values.Values.SelectMany(Flatten).ToList();
        Guid[] bearers = [application.ApplicantId, .. application.CoApplicants.Select(co => co.PersonId).OfType<Guid>()];
        Guid[] others = [.. new[] { application.ManagerId }.Concat(application.Approvals.SelectMany(approval => new[] { approval.ManagerId, approval.GivenById })).OfType<Guid>(), .. answered.OfType<PersonValue>().Select(person => person.Id)];
        var people = await db.StaffMembers
            .Where(person => bearers.Contains(person.Id) || others.Contains(person.Id) || db.StaffMembers.Any(bearer => bearers.Contains(bearer.Id) && bearer.ManagerId == person.Id))
            .Select(person => new { person.FullName, person.Email, person.Unit, person.UnitId })
            .ToListAsync(cancellationToken);
        var units = new List<string>(people.Select(person => person.Unit).Concat(answered.OfType<UnitValue>().Select(unit => unit.Name)));
        foreach (var id in people.Select(person => person.UnitId).Concat(answered.OfType<UnitValue>().Select(unit => (Guid?)unit.Id)).OfType<Guid>().Distinct())
        {
            units.AddRange((await organisation.ReadLineAsync(id, cancellationToken)).SelectMany(unit => new[] { unit.Name, unit.ShortName }));
        }

        return new NameMask(
            [
                .. people.SelectMany(person => new[] { new MaskedPerson(person.FullName), MaskedPerson.FromEmail(person.Email) }),
                .. application.CoApplicants.Select(co => MaskedPerson.FromEmail(co.Email)),
                .. answered.OfType<PersonValue>().Select(person => new MaskedPerson(person.Name)),
            ],
            units.Where(name => name.Length > 0));
    }

    private IQueryable<Application> Judged(Panel panel) => PanelReader.Judged(db, panel).AsNoTracking().Include(application => application.CoApplicants).Include(application => application.Approvals).AsSingleQuery();

    private async Task<ReadingSheet> CompleteAsync(Panel panel, Application application, CancellationToken cancellationToken) =>
        SheetOf(application, await db.AnonymisedReadings.SingleOrDefaultAsync(reading => reading.PanelId == panel.Id && reading.ItemId == application.Id, cancellationToken));

    // An address or a number that reaches somebody is nothing to judge.
    private static ReadingSheet SheetOf(Application application, AnonymisedReading? reading)
    {
        var form = application.Form;
        var sight = form.SightOf(application.Answers);
        var parts = new List<ReadingSource>();
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in form.Fields.Where(field => sight.Contains(field.Key) && field.Kind.IsQuestion && field.Key != ApplicationForms.Title && field.Kind != FieldKind.Email && field.Kind != FieldKind.Telephone && field.Kind != FieldKind.File))
        {
            if (field.Kind.Show(field, application.Answers[field.Key]) is { Length: > 0 } text)
            {
                parts.Add(new ReadingSource(field.Key, field.Label, text));
                if (application.Answers[field.Key] is TickValue or ChoiceValue or ChoicesValue or NumberValue or DateValue)
                {
                    chosen.Add(field.Key);
                }
            }
        }

        parts.AddRange(form.FormerOf(application.Answers).Select(answer => new ReadingSource($"former-{answer.Key}", answer.Label, answer.Shown)));
        return new ReadingSheet(application, reading, new ReadingSource(ApplicationForms.Title, "Titre", application.Title), parts, ItemFiles.ListOf(application)) { Fixed = chosen };
    }

    private static IEnumerable<FormValue> Flatten(FormValue value) => value is RowsValue rows ? rows.Rows.SelectMany(row => row.Values.Values).SelectMany(Flatten) : [value];
}

using Fabrique.Data;
using Fabrique.Domain.Forms;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Forms;

/// <summary>People of the directory, and organisation units. What the page wrote names them by their identifier, between brackets, after the name.</summary>
public sealed class PeopleReferences(FabriqueDbContext db) : FormReferenceSource
{
    private const int MostCandidates = 5;

    public override IReadOnlyList<FieldKind> Kinds { get; } = [FieldKind.Person, FieldKind.Unit];

    public override async Task<IReadOnlyDictionary<string, FormReference>> FindAsync(FieldKind kind, IReadOnlyCollection<string> texts, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, FormReference>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            found[text] = kind == FieldKind.Person ? await FindPersonAsync(text, cancellationToken) : await FindUnitAsync(text, cancellationToken);
        }

        return found;
    }

    public override async Task<IReadOnlyList<string>?> ListAsync(FieldKind kind, CancellationToken cancellationToken) => kind == FieldKind.Unit
        ? [.. (await db.OrganisationUnits.AsNoTracking().Where(unit => unit.ClosedAt == null).OrderBy(unit => unit.Name).ThenBy(unit => unit.Code).ToListAsync(cancellationToken)).Select(unit => WithId(unit.Name, unit.Id))]
        : null;

    /// <summary>The text that stands for one thing, whatever else has its name.</summary>
    public static string WithId(string name, Guid id) => $"{name} [{id:N}]";

    private async Task<FormReference> FindPersonAsync(string text, CancellationToken cancellationToken)
    {
        var people = db.StaffMembers.AsNoTracking();
        if (IdIn(text) is { } id)
        {
            return One(await people.Where(person => person.Id == id).ToListAsync(cancellationToken));
        }

        var folded = SearchText.Fold(text);
        var found = await (text.Contains('@', StringComparison.Ordinal) ? people.WithAddress(text) : people.Where(person => SearchText.Fold(person.FullName) == folded))
            .Where(person => person.IsActive)
            .OrderBy(person => person.Email)
            .Take(MostCandidates + 1)
            .ToListAsync(cancellationToken);
        return found.Count > 0 ? One(found) : One(await people.Named(text).Where(person => person.IsActive).OrderBy(person => person.Email).Take(MostCandidates + 1).ToListAsync(cancellationToken));

        static FormReference One(IReadOnlyList<StaffMember> people) => people is [var only]
            ? new FormReference(new PersonValue(only.Id, only.FullName), [])
            : new FormReference(null, [.. people.Take(MostCandidates).Select(person => person.Email)]);
    }

    private async Task<FormReference> FindUnitAsync(string text, CancellationToken cancellationToken)
    {
        var units = db.OrganisationUnits.AsNoTracking();
        var folded = SearchText.Fold(text);
        var found = IdIn(text) is { } id
            ? await units.Where(unit => unit.Id == id).ToListAsync(cancellationToken)
            : await units
                .Where(unit => unit.ClosedAt == null && (SearchText.Fold(unit.Name) == folded || SearchText.Fold(unit.ShortName) == folded))
                .OrderBy(unit => unit.Code)
                .Take(MostCandidates + 1)
                .ToListAsync(cancellationToken);
        return found is [var only]
            ? new FormReference(new UnitValue(only.Id, only.Name), [])
            : new FormReference(null, [.. found.Take(MostCandidates).Select(unit => WithId(unit.Name, unit.Id))]);
    }

    private static Guid? IdIn(string text) =>
        text.EndsWith(']') && text.LastIndexOf('[') is >= 0 and var at && Guid.TryParseExact(text[(at + 1)..^1], "N", out var id) ? id : null;
}

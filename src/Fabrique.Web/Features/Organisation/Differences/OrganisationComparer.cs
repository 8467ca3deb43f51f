using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Organisation.Sources;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Places;
using Fabrique.Web.Platform.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Organisation.Differences;

/// <summary>Compares what a source says with what is, and follows it.</summary>
public sealed class OrganisationComparer(FabriqueDbContext db, Departures departures, AuditScope audit, TimeProvider clock)
{
    private const string NoUnit = "";

    private sealed record Person(Guid Id, string Name, string Email, bool IsActive, Guid? WithdrawnById, Guid? UnitId, Guid? ManagerId);

    /// <summary>What following a source would change; nothing is tracked.</summary>
    public async Task<OrganisationDifference> CompareAsync(OrganisationInput input, CancellationToken cancellationToken)
    {
        // People first: units are never deleted, so that those of everybody are found even if somebody changes them meanwhile.
        var people = await db.StaffMembers.IgnoreAutoIncludes()
            .OrderBy(person => person.FullName)
            .ThenBy(person => person.Id)
            .Select(person => new Person(person.Id, person.FullName, person.Email, person.IsActive, person.AccessChangedById, person.UnitId, person.ManagerId))
            .ToListAsync(cancellationToken);
        var units = await db.OrganisationUnits.AsNoTracking().OrderBy(unit => unit.Code).ToListAsync(cancellationToken);
        var administrators = input.People?.Any(line => line.IsActive is false) != true
            ? []
            : await db.HoldersOf(AppRoles.Administrator, clock.GetUtcNow().UtcDateTime).IgnoreAutoIncludes().Select(person => person.Id).ToListAsync(cancellationToken);
        return Compare(input, units, people, audit.ActorId, administrators);
    }

    /// <summary>Changes exactly that. The caller saves.</summary>
    /// <param name="difference">Without problems, compared in the same unit of work.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>Why somebody's access stays as it is, and then nothing is to be saved; null otherwise.</returns>
    public async Task<Refusal?> ApplyAsync(OrganisationDifference difference, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var units = await db.OrganisationUnits.ToDictionaryAsync(unit => unit.Code, StringComparer.OrdinalIgnoreCase, cancellationToken);
        var ids = units.ToDictionary(unit => unit.Key, unit => unit.Value.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var sheet in difference.Added)
        {
            ids[sheet.Code] = Guid.CreateVersion7(now);
        }

        foreach (var sheet in difference.Added)
        {
            units[sheet.Code] = OrganisationUnit.Create(ids[sheet.Code], sheet, IdOf(sheet.ParentCode));
            db.OrganisationUnits.Add(units[sheet.Code]);
        }

        foreach (var change in difference.Changed)
        {
            units[change.Sheet.Code].Follow(change.Sheet, IdOf(change.Sheet.ParentCode));
        }

        foreach (var unit in difference.Closed)
        {
            // That nobody is left there was asked when it was compared.
            units[unit.Code].Close(people: 0, now.UtcDateTime);
        }

        var renamed = difference.Changed.Select(change => ids[change.Sheet.Code]).ToHashSet();
        var touched = difference.Moves.Select(move => move.PersonId).Concat(difference.Managers.Select(change => change.PersonId)).Concat(difference.Withdrawn.Concat(difference.Restored).Select(change => change.PersonId)).ToHashSet();
        if (renamed.Count == 0 && touched.Count == 0)
        {
            return null;
        }

        // Either may be the whole directory: more than a query takes.
        var people = (await db.StaffMembers.ToListAsync(cancellationToken)).ToDictionary(person => person.Id);
        var byId = units.Values.ToDictionary(unit => unit.Id);
        foreach (var person in people.Values.Where(person => person.UnitId is { } unit && renamed.Contains(unit)))
        {
            person.Join(byId[person.UnitId!.Value]);
        }

        foreach (var move in difference.Moves)
        {
            people[move.PersonId].Join(units[move.To.Code]);
        }

        foreach (var change in difference.Managers)
        {
            people[change.PersonId].ReportTo(change.ToId, difference.ManagersAfter);
        }

        return await ChangeAccessAsync(difference, people, cancellationToken);

        Guid? IdOf(string? code) => code is null ? null : ids[code];
    }

    private async Task<Refusal?> ChangeAccessAsync(OrganisationDifference difference, Dictionary<Guid, StaffMember> people, CancellationToken cancellationToken)
    {
        var byId = audit.ActorId;
        foreach (var change in difference.Restored)
        {
            if (departures.Restore(people[change.PersonId], byId, byId is null ? "Les sources de l’organisation disent ce compte de nouveau actif." : "Le fichier des personnes dit ce compte actif.") is { } refusal)
            {
                return refusal;
            }
        }

        return difference.Withdrawn.Count == 0 ? null : await departures.WithdrawAsync(
            [.. difference.Withdrawn.Select(change => people[change.PersonId])],
            byId,
            byId is null ? "Les sources de l’organisation disent que ce compte n’est plus actif." : "Le fichier des personnes dit que ce compte n’est plus actif.",
            cancellationToken);
    }

    private static OrganisationDifference Compare(OrganisationInput input, List<OrganisationUnit> units, List<Person> people, Guid? actorId, List<Guid> administrators)
    {
        var problems = new List<SourceProblem>(input.Problems);

        // A line that is not understood is missing for the others: what that alone explains is not told.
        var areUnitsRead = !input.Problems.Any(problem => problem.Source == OrganisationInput.UnitsSource);
        var sheets = input.Units;
        if (sheets is not null)
        {
            var lines = sheets.ToLookup(line => line.Sheet, line => line.Line, ReferenceEqualityComparer.Instance);
            problems.AddRange(OrganisationUnit.ProblemsOf([.. sheets.Select(line => line.Sheet)])
                .Where(problem => areUnitsRead || problem.Refusal.Code != OrganisationUnit.ParentUnknown)
                .Select(problem => new SourceProblem(OrganisationInput.UnitsSource, lines[problem.Sheet].First(), problem.Refusal.Sentence)));
        }

        var known = units.ToDictionary(unit => unit.Code, StringComparer.OrdinalIgnoreCase);
        var byId = units.ToDictionary(unit => unit.Id);
        List<UnitSheet> added = [];
        List<UnitChange> changed = [];
        List<OrganisationUnit> closed = [];
        var after = new Dictionary<string, UnitName>(StringComparer.OrdinalIgnoreCase);
        if (sheets is null)
        {
            foreach (var unit in units.Where(unit => unit.IsActive))
            {
                after[unit.Code] = new UnitName(unit.Code, unit.Name);
            }
        }
        else
        {
            foreach (var sheet in sheets.Select(line => line.Sheet))
            {
                if (!after.TryAdd(sheet.Code, new UnitName(sheet.Code, sheet.Name)))
                {
                    continue;
                }

                if (!known.TryGetValue(sheet.Code, out var unit))
                {
                    added.Add(sheet);
                }
                else if (ChangesOf(unit, sheet, byId) is { Count: > 0 } fields)
                {
                    changed.Add(new UnitChange(sheet, fields));
                }
            }

            closed = [.. units.Where(unit => unit.IsActive && !after.ContainsKey(unit.Code))];
        }

        var byAddress = people.Where(person => person.IsActive).ToLookup(person => person.Email, StringComparer.OrdinalIgnoreCase);
        var byOldAddress = people.Where(person => !person.IsActive && (actorId is not null || person.WithdrawnById is null)).ToLookup(person => person.Email, StringComparer.OrdinalIgnoreCase);
        var names = people.ToDictionary(person => person.Id, person => person.Name);
        var unitAfter = people.ToDictionary(person => person.Id, person => person.UnitId is { } id ? byId[id].Code : NoUnit);
        var managers = people.Where(person => person.ManagerId is not null).ToDictionary(person => person.Id, person => person.ManagerId!.Value);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var asked = new List<(Person Person, int? Line)>();
        List<Move> moves = [];
        var withdrawn = new Dictionary<Guid, (Person Person, int? Line)>();
        var restored = new Dictionary<Guid, Person>();
        var (unknownPeople, unknownManagers) = (0, 0);
        foreach (var line in input.People ?? [])
        {
            if (!seen.Add(line.Email))
            {
                problems.Add(OfPerson(line.Line, $"l’adresse « {line.Email} » est déjà sur une autre ligne."));
                continue;
            }

            if (line.UnitCode is { } code && !after.ContainsKey(code))
            {
                if (areUnitsRead)
                {
                    problems.Add(OfPerson(line.Line, $"l’unité « {code} » n’existe pas{(sheets is null ? "" : " dans le fichier des unités")}."));
                }

                continue;
            }

            var meant = byAddress[line.Email].ToList();
            if (meant.Count == 0 && line.IsActive is true && byOldAddress[line.Email].ToList() is [var back])
            {
                restored.Add(back.Id, back);
                meant = [back];
            }

            switch (meant)
            {
                case []:
                    unknownPeople++;
                    break;
                case [_, _, ..]:
                    problems.Add(OfPerson(line.Line, $"plusieurs personnes de l’annuaire ont l’adresse « {line.Email} »."));
                    break;
                case [var person]:
                    if (line.IsActive is false)
                    {
                        withdrawn.Add(person.Id, (person, line.Line));
                    }

                    if (line.UnitCode is { } unit && !string.Equals(unitAfter[person.Id], unit, StringComparison.OrdinalIgnoreCase))
                    {
                        moves.Add(new Move(person.Id, person.Name, person.Email, person.UnitId is { } from ? new UnitName(byId[from].Code, byId[from].Name) : null, after[unit]));
                        unitAfter[person.Id] = after[unit].Code;
                    }

                    if (line.Manager is PersonLine.Nobody)
                    {
                        managers.Remove(person.Id);
                        asked.Add((person, line.Line));
                    }
                    else if (line.Manager is { } address)
                    {
                        if (byAddress[address].FirstOrDefault() is not { } manager)
                        {
                            unknownManagers++;
                        }
                        else
                        {
                            managers[person.Id] = manager.Id;
                            asked.Add((person, line.Line));
                        }
                    }

                    break;
            }
        }

        List<ManagerChange> managed = [];
        foreach (var (person, line) in asked)
        {
            Guid? to = managers.TryGetValue(person.Id, out var id) ? id : null;
            if (to == person.ManagerId)
            {
                continue;
            }

            if (to is { } above && StaffMember.MayReportTo(person.Id, person.Name, above, managers) is { } refusal)
            {
                problems.Add(OfPerson(line, refusal.Sentence));
                continue;
            }

            managed.Add(new ManagerChange(person.Id, person.Name, person.Email, person.ManagerId is { } from ? names[from] : null, to is { } named ? names[named] : null, to));
        }

        if (actorId is { } own && withdrawn.TryGetValue(own, out var oneself))
        {
            problems.Add(OfPerson(oneself.Line, "vous ne pouvez pas retirer votre propre accès\u00a0: demandez à une autre personne de l’administration."));
        }
        else if (Administrators.MayLeave(withdrawn.ToDictionary(leaving => leaving.Key, leaving => leaving.Value.Person.Name), administrators) is { } refused)
        {
            problems.Add(OfPerson(withdrawn[administrators.First(withdrawn.ContainsKey)].Line, refused.Sentence));
        }

        var held = people.Where(person => (person.IsActive && !withdrawn.ContainsKey(person.Id)) || restored.ContainsKey(person.Id)).CountBy(person => unitAfter[person.Id], StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase);
        problems.AddRange(closed
            .Where(_ => areUnitsRead)
            .Select(unit => unit.MayClose(held.GetValueOrDefault(unit.Code)))
            .OfType<Domain.Refusal>()
            .Select(refusal => new SourceProblem(OrganisationInput.UnitsSource, null, $"{refusal.Sentence} Elle n’est plus dans le fichier.")));
        return new OrganisationDifference
        {
            Problems = [.. problems.OrderBy(problem => problem.Source == OrganisationInput.UnitsSource ? 0 : 1).ThenBy(problem => problem.Line ?? int.MaxValue)],
            Added = added,
            Changed = changed,
            Closed = [.. closed.Select(unit => new UnitName(unit.Code, unit.Name))],
            Moves = moves,
            Managers = managed,
            Withdrawn = [.. withdrawn.Values.Select(leaving => new AccessChange(leaving.Person.Id, leaving.Person.Name, leaving.Person.Email)).OrderBy(change => change.PersonId)],
            Restored = [.. restored.Values.Select(back => new AccessChange(back.Id, back.Name, back.Email)).OrderBy(change => change.PersonId)],
            UnknownPeople = unknownPeople,
            UnknownManagers = unknownManagers,
            ManagersAfter = managers,
        };
    }

    private static List<FieldChange> ChangesOf(OrganisationUnit unit, UnitSheet sheet, Dictionary<Guid, OrganisationUnit> units)
    {
        var parent = unit.ParentId is { } id ? units[id].Code : "";
        FieldChange[] fields =
        [
            new("Nom", unit.Name, sheet.Name),
            new("Sigle", unit.ShortName, sheet.ShortName),
            new("Nature", UnitKinds.Label(unit.Kind), UnitKinds.Label(sheet.Kind)),
            new("Unité au-dessus", parent, string.Equals(parent, sheet.ParentCode, StringComparison.OrdinalIgnoreCase) ? parent : sheet.ParentCode ?? ""),
            new("Territoire", NameOf(unit.Territory), NameOf(sheet.Territory)),
            new("Fuseau", unit.OwnTimeZone ?? "", sheet.OwnTimeZone ?? ""),
            new("État", unit.IsActive ? "ouverte" : "fermée", "ouverte"),
        ];
        return [.. fields.Where(field => field.Before != field.After)];
    }

    private static string NameOf(Territory? territory) => territory is null ? "" : Territories.Known.NameOf(territory);

    private static SourceProblem OfPerson(int? line, string reason) => new(OrganisationInput.PeopleSource, line, reason);
}

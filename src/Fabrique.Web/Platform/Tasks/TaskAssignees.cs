using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>Finds whom a drawing names: a role, a person by their part in what the procedure is about, or anybody by their e-mail address or key.</summary>
public class TaskAssignees(FabriqueDbContext db, SubjectTypes subjects)
{
    /// <summary>The names that drawings choose from, as they are shown.</summary>
    public static IReadOnlyList<Choice> Known(SubjectTypes subjects) =>
    [
        .. AppRoles.All.Select(role => new Choice(role, $"{char.ToUpperInvariant(AppRoles.Label(role)[0])}{AppRoles.Label(role)[1..]} (rôle {role})")),
        .. subjects.Roles.Where(role => role.IsOnePerson).Select(role => new Choice(role.Code, role.Label)),
    ];

    /// <summary>How whom a drawing names is told in a sentence: « l’équipe de la Fabrique », « le coach du produit ».</summary>
    public static string LabelOf(string name, SubjectTypes subjects) => subjects.FindRole(name) is { Label: var label } ? $"{char.ToLowerInvariant(label[0])}{label[1..]}" : AppRoles.Label(name);

    /// <summary>Whether a name written in a drawing may name somebody.</summary>
    public static bool MayName(string name, SubjectTypes subjects) => Known(subjects).Any(known => known.Value == name) || IsAddress(name) || Guid.TryParse(name, out _);

    /// <summary>Whether a name written in a drawing is that of a part that one person plays in what the procedure is about.</summary>
    public bool IsPart(string name) => subjects.FindRole(name) is { IsOnePerson: true };

    /// <exception cref="PermanentFailureException">It names nobody who can be asked; the message says why.</exception>
    public async Task<Assignee> FindAsync(string name, Subject subject, CancellationToken cancellationToken)
    {
        if (AppRoles.All.Contains(name, StringComparer.Ordinal))
        {
            return Assignee.HoldersOf(name);
        }

        var person = subjects.FindRole(name) is { IsOnePerson: true } role
            ? await FindPlayerAsync(role, subject, cancellationToken)
            : await FindPersonAsync(name, cancellationToken)
                ?? throw new PermanentFailureException($"« {name} » n’est ni un rôle, ni l’adresse ou la clé d’une personne de l’annuaire : la tâche ne peut être confiée à personne.");
        return person.IsActive
            ? Assignee.Person(person.Id)
            : throw new PermanentFailureException($"{person.FullName} n’a plus de compte actif : confiez la tâche à quelqu’un d’autre.");
    }

    /// <summary>Finds somebody who may not be in the directory yet.</summary>
    protected virtual Task<StaffMember?> FindUnknownAsync(string address) => Task.FromResult<StaffMember?>(null);

    private static bool IsAddress(string name) => name.IndexOf('@', StringComparison.Ordinal) > 0 && !name.EndsWith('@') && !name.Any(char.IsWhiteSpace);

    private async Task<StaffMember> FindPlayerAsync(PeopleRole role, Subject subject, CancellationToken cancellationToken)
    {
        var played = subjects.Find(subject.Kind)?.Roles.FirstOrDefault(found => found.Role == role) ?? throw new PermanentFailureException(role.NotHere);
        var people = await played.FindAsync(db, subject.Id, cancellationToken);
        if (people.Count == 0)
        {
            throw new PermanentFailureException(played.Nobody);
        }

        var id = people[0];
        return await db.StaffMembers.SingleAsync(person => person.Id == id, cancellationToken);
    }

    private async Task<StaffMember?> FindPersonAsync(string name, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(name, out var id))
        {
            return await db.StaffMembers.FirstOrDefaultAsync(person => person.Id == id || person.DirectoryId == name, cancellationToken);
        }

        if (!IsAddress(name))
        {
            return null;
        }

        return await db.StaffMembers.WithAddress(name).OrderByDescending(person => person.IsActive).FirstOrDefaultAsync(cancellationToken)
            ?? await FindUnknownAsync(name);
    }
}

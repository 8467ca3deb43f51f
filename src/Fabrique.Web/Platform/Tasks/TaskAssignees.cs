using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>Finds whom a drawing names: a role, a person by their part in what the procedure is about, or anybody by their e-mail address or key.</summary>
public class TaskAssignees(FabriqueDbContext db)
{
    /// <summary>Who applies, or leads the product.</summary>
    public const string Applicant = "Applicant";

    public const string ProductCoach = "ProductCoach";

    public const string ProductDeveloper = "ProductDeveloper";

    /// <summary>The names that drawings choose from, as they are shown.</summary>
    public static IReadOnlyList<(string Name, string Label)> Known { get; } =
    [
        .. AppRoles.All.Select(role => (role, $"{char.ToUpperInvariant(AppRoles.Label(role)[0])}{AppRoles.Label(role)[1..]} (rôle {role})")),
        (Applicant, "La personne qui porte la candidature ou le produit"),
        (ProductCoach, "Le coach du produit"),
        (ProductDeveloper, "Le développeur ou la développeuse du produit"),
    ];

    /// <summary>Whether a name written in a drawing may name somebody.</summary>
    public static bool MayName(string name) => Known.Any(known => known.Name == name) || IsAddress(name) || Guid.TryParse(name, out _);

    /// <exception cref="PermanentFailureException">It names nobody who can be asked; the message says why.</exception>
    public async Task<Assignee> FindAsync(string name, Subject subject, CancellationToken cancellationToken)
    {
        if (AppRoles.All.Contains(name, StringComparer.Ordinal))
        {
            return Assignee.HoldersOf(name);
        }

        var person = name switch
        {
            Applicant => await FindApplicantAsync(subject, cancellationToken),
            ProductCoach => await FindMemberAsync(subject, MissionRole.Coach, "coach", cancellationToken),
            ProductDeveloper => await FindMemberAsync(subject, MissionRole.Developer, "développeur", cancellationToken),
            _ => await FindPersonAsync(name, cancellationToken)
                ?? throw new PermanentFailureException($"« {name} » n’est ni un rôle, ni l’adresse ou la clé d’une personne de l’annuaire : la tâche ne peut être confiée à personne."),
        };
        return person.IsActive
            ? Assignee.Person(person.Id)
            : throw new PermanentFailureException($"{person.FullName} n’a plus de compte actif : confiez la tâche à quelqu’un d’autre.");
    }

    /// <summary>Finds somebody who may not be in the directory yet.</summary>
    protected virtual Task<StaffMember?> FindUnknownAsync(string address) => Task.FromResult<StaffMember?>(null);

    private static bool IsAddress(string name) => name.IndexOf('@', StringComparison.Ordinal) > 0 && !name.EndsWith('@') && !name.Any(char.IsWhiteSpace);

    private async Task<StaffMember> FindApplicantAsync(Subject subject, CancellationToken cancellationToken) => subject.Kind switch
    {
        SubjectKind.Application => await db.StaffMembers.SingleAsync(
            person => db.Applications.Any(application => application.Id == subject.Id && application.ApplicantId == person.Id), cancellationToken),
        SubjectKind.Product => await FindMemberAsync(subject, MissionRole.Intrapreneur, "intrapreneur", cancellationToken),
        _ => throw new PermanentFailureException("Ce circuit ne porte ni sur une candidature ni sur un produit : personne ne le porte. Confiez la tâche à un rôle ou à une personne."),
    };

    private async Task<StaffMember> FindMemberAsync(Subject subject, MissionRole role, string name, CancellationToken cancellationToken)
    {
        var product = subject.Kind is SubjectKind.Product
            ? await db.Products.Include(product => product.Missions).SingleAsync(product => product.Id == subject.Id, cancellationToken)
            : throw new PermanentFailureException($"Ce circuit ne porte pas sur un produit : il n’y a pas de {name} à qui confier la tâche.");
        return product.Holder(role) is { } id
            ? await db.StaffMembers.SingleAsync(person => person.Id == id, cancellationToken)
            : throw new PermanentFailureException($"Ce produit n’a pas de {name} en ce moment : la tâche ne peut pas lui être confiée.");
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

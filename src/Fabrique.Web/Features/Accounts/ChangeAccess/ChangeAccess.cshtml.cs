using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Accounts.ChangeAccess;

/// <summary>What is known of somebody's access, and withdrawing it or giving it back.</summary>
[Authorize(Policies.Administrator)]
public sealed class ChangeAccessModel(FabriqueDbContext db, Actor actor, WithdrawAccountHandler withdraw, RestoreAccountHandler restore, TimeProvider clock) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Whether the person had access when the form was shown: says which of the two is asked.</summary>
    [BindProperty]
    public bool HadAccess { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Lu par l’administration et par qui contrôle. N’y écrivez rien de médical.")]
    [Required(ErrorMessage = "Dites pourquoi.")]
    [TextLength(StaffMember.AccessReasonLength)]
    public string? Reason { get; set; }

    public StaffMember Person { get; private set; } = null!;

    public IReadOnlyList<string> Roles { get; private set; } = [];

    /// <summary>Who last changed it; null when nobody did by hand.</summary>
    public string? ChangedBy { get; private set; }

    /// <summary>How many open tasks are theirs by name.</summary>
    public int Tasks { get; private set; }

    public bool IsOneself => Person.Id == actor.Id;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => HadAccess
            ? withdraw.HandleAsync(new WithdrawAccount(Id, Texts.Lines(Reason)), token)
            : restore.HandleAsync(new RestoreAccount(Id, Texts.Lines(Reason)), token),
        () =>
        {
            TempData.Confirm(HadAccess ? $"L’accès {French.Of(Person.FullName)} est retiré\u00a0: ce qui l’attendait passe à l’équipe." : $"L’accès {French.Of(Person.FullName)} est rendu.");
            return LocalRedirect(AccountLinks.All);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await db.StaffMembers.AsNoTracking().SingleOrDefaultAsync(person => person.Id == Id, cancellationToken) is not { } person)
        {
            return false;
        }

        Person = person;
        Roles = person.RolesAt(clock.GetUtcNow().UtcDateTime);
        Tasks = await db.WorkItems.CountAsync(item => item.AssigneeId == Id && item.Status == WorkItemStatus.Open, cancellationToken);
        ChangedBy = person.AccessChangedById is { } by ? await db.StaffMembers.Where(other => other.Id == by).Select(other => other.FullName).SingleAsync(cancellationToken) : null;
        return true;
    }
}

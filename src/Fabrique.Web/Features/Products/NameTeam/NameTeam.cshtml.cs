using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Products;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Time;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.NameTeam;

[Authorize(Policies.SignedIn)]
public sealed class NameTeamModel(FabriqueDbContext db, TaskLoader tasks, NameTeamHandler handler, TimeProvider clock) : TaskFormPage(tasks, ProductTasks.TeamNaming)
{
    [BindProperty]
    [Display(Name = "Coach", Description = "Deux ans au plus sur un même produit.")]
    [Required(ErrorMessage = "Choisissez le ou la coach.")]
    public Guid? CoachId { get; set; }

    [BindProperty]
    [Display(Name = "Développeur ou développeuse", Description = "Prêté·e par le Secrétariat général.")]
    [Required(ErrorMessage = "Choisissez le développeur ou la développeuse.")]
    public Guid? DeveloperId { get; set; }

    public Product Product { get; private set; } = null!;

    public IReadOnlyList<DsfrOption> Coaches { get; private set; } = [];

    public IReadOnlyList<DsfrOption> Developers { get; private set; } = [];

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new NameTeam { TaskId = Id, Version = Version, CoachId = CoachId!.Value, DeveloperId = DeveloperId!.Value }, token),
        () =>
        {
            TempData.Confirm("L’équipe est nommée : le premier cycle commence.");
            return LocalRedirect(ProductLinks.Follow(Product.Ghid));
        },
        cancellationToken);

    protected override async Task LoadSubjectAsync(CancellationToken cancellationToken)
    {
        Product = await db.Products.Include(product => product.Missions).SingleAsync(product => product.Id == Item.SubjectId, cancellationToken);
        var intrapreneur = Product.Holder(MissionRole.Intrapreneur);
        var coaches = db.HoldersOf(AppRoles.Coach, clock.GetUtcNow().UtcDateTime);
        Coaches = Choices(await coaches.Where(person => person.Id != intrapreneur).ToListAsync(cancellationToken));
        Developers = Choices(await db.StaffMembers.Where(person => person.IsActive && person.Id != intrapreneur && !coaches.Contains(person)).ToListAsync(cancellationToken));
    }

    private static List<DsfrOption> Choices(IEnumerable<StaffMember> people) =>
        [.. people.OrderBy(person => person.FullName, StringComparer.Create(FrenchCulture.Instance, ignoreCase: true)).Select(person => new DsfrOption(person.Id.ToString("D"), $"{person.FullName} ({person.Unit})"))];
}

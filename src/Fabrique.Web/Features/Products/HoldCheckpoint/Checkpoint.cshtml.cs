using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Products;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.HoldCheckpoint;

public enum CheckpointChoice
{
    Renew,
    Stop,
}

[Authorize(Policies.SignedIn)]
public sealed class CheckpointModel(FabriqueDbContext db, TaskLoader tasks, RecordCheckpointHandler handler) : TaskFormPage(tasks, ProductTasks.Checkpoint)
{
    [BindProperty]
    [Display(Name = "Décision")]
    [Required(ErrorMessage = "Choisissez la décision.")]
    [EnumDataType(typeof(CheckpointChoice), ErrorMessage = "Choisissez la décision dans la liste.")]
    public CheckpointChoice? Decision { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Repris dans le message à l’équipe du produit.")]
    [Required(ErrorMessage = "Donnez le motif de la décision.")]
    [TextLength(FundingCycle.ReasonLength)]
    public string? Reason { get; set; }

    public Product Product { get; private set; } = null!;

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(
            new RecordCheckpoint { TaskId = Id, Version = Version, Renewed = Decision is CheckpointChoice.Renew, Reason = Texts.Lines(Reason) },
            token),
        () =>
        {
            TempData.Confirm("La décision du jalon est enregistrée. L’équipe du produit est prévenue.");
            return LocalRedirect(ProductLinks.Follow(Product.Ghid));
        },
        cancellationToken);

    protected override async Task LoadSubjectAsync(CancellationToken cancellationToken)
    {
        Product = await db.Products.Include(product => product.Cycles).SingleAsync(product => product.Id == Item.SubjectId, cancellationToken);
    }
}

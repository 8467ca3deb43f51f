using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Mailbox;

/// <summary>« Envoyer à une autre adresse » a mail that was refused.</summary>
[Authorize(Policies.Administrator)]
public sealed class ReaddressModel(FabriqueDbContext db, ReaddressMailHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [Display(Name = "Autre adresse de la personne", Description = "Par exemple prenom.nom@exemple.gouv.fr. L’annuaire n’est pas modifié : les messages suivants partent à l’adresse qu’il donne.")]
    [Required(ErrorMessage = "Écrivez l’adresse à laquelle envoyer ce message.")]
    [TextLength(StaffMember.EmailLength)]
    public string? Address { get; set; }

    public OutgoingMail Mail { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ReaddressMail { MailId = Id, Address = Address!.Trim() }, token),
        () =>
        {
            TempData.Confirm("Le message sera envoyé à cette adresse au prochain passage de la boîte d’envoi.");
            return LocalRedirect($"{AdministrationLinks.Mailbox}/{Id}");
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var mail = await db.OutgoingMails.AsNoTracking().SingleOrDefaultAsync(mail => mail.Id == Id, cancellationToken);
        Mail = mail!;
        return mail is not null;
    }
}

using Fabrique.Domain.Products;

namespace Fabrique.Domain.Applications;

/// <summary>« Réorientation » : the idea exists already, as a product that the applicant is invited to join.</summary>
public sealed partial class Application
{
    /// <summary>The product that the applicant is invited to join; null when they are not.</summary>
    public Guid? RedirectedToId { get; private set; }

    /// <param name="actorId">Who would: never the person who applies.</param>
    /// <param name="product">To which; null when it is not chosen yet.</param>
    public Refusal? MayBeRedirected(Guid actorId, Product? product = null)
    {
        if (Status is ApplicationStatus.Redirected)
        {
            return new Refusal("application-already-redirected", "Cette candidature est déjà réorientée vers un produit.");
        }

        if (!States.Allows(Status, ApplicationEvent.Redirect))
        {
            return new Refusal("application-not-redirectable", IsDecided
                ? "La décision sur cette candidature est déjà enregistrée : elle ne peut plus être réorientée."
                : "Cette candidature n’est pas en cours d’examen : elle ne peut pas être réorientée.");
        }

        if (IsOwnCaseOf(actorId) || product?.IsMadeBy(actorId) is true)
        {
            return new Refusal("own-case", "Cette candidature ou ce produit est le vôtre : la réorientation revient à quelqu’un d’autre. Rien n’a été enregistré.");
        }

        return product is { IsStopped: true }
            ? new Refusal("product-stopped", "Ce produit est arrêté : personne ne peut plus le rejoindre. Choisissez-en un autre.")
            : null;
    }

    /// <param name="actorId">The member of the team who redirects.</param>
    /// <param name="product">The product that exists already.</param>
    /// <param name="reason">Given to the applicant; compulsory.</param>
    /// <param name="now">UTC.</param>
    public void Redirect(Guid actorId, Product product, string reason, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeRedirected(actorId, product));
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Limits.ThrowIfLonger(reason, ReasonLength);
        Status = States.Next(Status, ApplicationEvent.Redirect);
        (RedirectedToId, DecisionReason, DecidedById, DecidedAt) = (product.Id, reason, actorId, now);
    }
}

namespace Fabrique.Domain.Forms;

/// <summary>A form as it was published: what is answered from then on answers it. Never changes.</summary>
public sealed class FormVersion
{
    private FormVersion()
    {
    }

    internal FormVersion(Guid id, Guid designId, Form form, DateTime publishedAt, Guid? publishedById) =>
        (Id, DesignId, Form, Number, PublishedAt, PublishedById) = (id, designId, form, form.Version, publishedAt, publishedById);

    public Guid Id { get; private init; }

    public Guid DesignId { get; private init; }

    /// <summary>From 1.</summary>
    public int Number { get; private init; }

    public Form Form { get; private init; } = Form.None;

    /// <summary>UTC.</summary>
    public DateTime PublishedAt { get; private init; }

    /// <summary>Null for what the product brings.</summary>
    public Guid? PublishedById { get; private init; }
}

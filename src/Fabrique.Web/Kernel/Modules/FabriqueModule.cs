using System.Reflection;
using Fabrique.Web.Setup;

namespace Fabrique.Web.Kernel.Modules;

/// <summary>
/// All that a noun brings to the product. A noun arrives by its module, without a line changed elsewhere: pages, mails, lists, the clock and the drawings find what it
/// declares through the registries that <see cref="ModuleSet"/> makes of all modules.
/// </summary>
public abstract class FabriqueModule
{
    /// <summary>Its name, lower case, without spaces; unique in the product.</summary>
    public abstract string Code { get; }

    /// <summary>Where its entities are mapped (<c>IEntityTypeConfiguration</c>), when it brings its own; null when they are the product's, in Fabrique.Data.</summary>
    public virtual Assembly? Mappings => null;

    /// <summary>Says what it brings. Called once a host, and once for each simulated world.</summary>
    public abstract void Declare(ModuleBuilder module);
}

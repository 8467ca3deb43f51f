namespace Fabrique.Web.Kernel.DueItems;

/// <summary>A source of what the service does for itself, and no procedure: no simulated world does it, nor needs what it is made with.</summary>
public abstract class OwnSource : LedgerSource;

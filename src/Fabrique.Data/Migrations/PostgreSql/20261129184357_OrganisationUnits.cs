using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class OrganisationUnits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "manager_id",
                table: "staff_members",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "unit_id",
                table: "staff_members",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "organisation_readings",
                columns: table => new
                {
                    source = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    next_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    failed_since = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    error = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_readings", x => x.source);
                });

            migrationBuilder.CreateTable(
                name: "organisation_units",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    short_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    territory_code = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: true),
                    own_time_zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_units", x => x.id);
                    table.CheckConstraint("ck_organisation_unit_kind", "kind in ('Ministry', 'CentralAdministration', 'Directorate', 'Service', 'SubDirectorate', 'Office', 'RegionalService', 'DepartmentalService', 'PublicBody')");
                    table.CheckConstraint("ck_organisation_unit_parent", "parent_id is null or parent_id <> id");
                    table.ForeignKey(
                        name: "fk_organisation_units_parent_id",
                        column: x => x.parent_id,
                        principalTable: "organisation_units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_staff_members_manager_id",
                table: "staff_members",
                column: "manager_id");

            migrationBuilder.CreateIndex(
                name: "ix_staff_members_unit_id",
                table: "staff_members",
                column: "unit_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_staff_member_manager",
                table: "staff_members",
                sql: "manager_id is null or manager_id <> id");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_units_code",
                table: "organisation_units",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_organisation_units_parent_id",
                table: "organisation_units",
                column: "parent_id");

            migrationBuilder.AddForeignKey(
                name: "fk_staff_members_manager_id",
                table: "staff_members",
                column: "manager_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_staff_members_unit_id",
                table: "staff_members",
                column: "unit_id",
                principalTable: "organisation_units",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_staff_members_manager_id",
                table: "staff_members");

            migrationBuilder.DropForeignKey(
                name: "fk_staff_members_unit_id",
                table: "staff_members");

            migrationBuilder.DropTable(
                name: "organisation_readings");

            migrationBuilder.DropTable(
                name: "organisation_units");

            migrationBuilder.DropIndex(
                name: "ix_staff_members_manager_id",
                table: "staff_members");

            migrationBuilder.DropIndex(
                name: "ix_staff_members_unit_id",
                table: "staff_members");

            migrationBuilder.DropCheckConstraint(
                name: "ck_staff_member_manager",
                table: "staff_members");

            migrationBuilder.DropColumn(
                name: "manager_id",
                table: "staff_members");

            migrationBuilder.DropColumn(
                name: "unit_id",
                table: "staff_members");
        }
    }
}
